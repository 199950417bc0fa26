// The organisation chart as a tree (WAI-ARIA: tree view): arrows walk and open, Home and End,
// letters find a name. Each item stays a link; a branch is fetched when it is first opened.
//
// The server sends nested lists of links; the roles come from here, since without this module the
// keys would not do what they promise.
import { toast } from "../../ui/js/toasts.js";

const PAUSE = 700; // milliseconds between two letters of one name
let typed = "";
let typedAt = 0;

function start(chart) {
  const tree = chart.querySelector(":scope > .chart-list");
  tree.setAttribute("role", "tree");
  tree.setAttribute("aria-labelledby", "tree");
  dress(tree, 1);
  const here = tree.querySelector("[aria-current]") ?? tree.querySelector(".chart-link");
  here.tabIndex = 0;
  tree.addEventListener("keydown", (event) => press(event, tree));
  tree.addEventListener("click", (event) => click(event, tree));
  tree.addEventListener("focusin", ({ target }) => { if (target.matches(".chart-link")) rove(tree, target); });
}

const linkOf = (item) => item.querySelector(":scope > .chart-link");
const listOf = (link) => link.parentElement.querySelector(":scope > .chart-list");
const isOpen = (link) => link.getAttribute("aria-expanded") === "true";
const visible = (tree) => [...tree.querySelectorAll(".chart-link")].filter((link) => !link.closest("[hidden]"));
const parentOf = (link) => link.parentElement.parentElement.closest(".chart-item")?.querySelector(".chart-link");

/** Say of each item of a list what it is and where it stands. */
function dress(list, level) {
  if (level > 1) list.setAttribute("role", "group");
  const items = [...list.children];
  items.forEach((item, index) => {
    const link = linkOf(item);
    item.setAttribute("role", "none");
    link.setAttribute("role", "treeitem");
    link.setAttribute("aria-level", level);
    link.setAttribute("aria-setsize", items.length);
    link.setAttribute("aria-posinset", index + 1);
    link.tabIndex = -1;
    const inner = listOf(link);
    if (inner) {
      inner.id ||= `under-${link.dataset.person}`;
      link.setAttribute("aria-owns", inner.id);
      dress(inner, level + 1);
    }
    if ("branch" in link.dataset) link.setAttribute("aria-expanded", String(Boolean(inner && !inner.hidden)));
  });
}

function rove(tree, link) {
  for (const one of tree.querySelectorAll('.chart-link[tabindex="0"]')) one.tabIndex = -1;
  link.tabIndex = 0;
}

function press(event, tree) {
  const link = event.target.closest(".chart-link");
  if (!link || event.ctrlKey || event.altKey || event.metaKey) return;
  const all = visible(tree);
  const at = all.indexOf(link);
  const [open, close] = document.dir === "rtl" ? ["ArrowLeft", "ArrowRight"] : ["ArrowRight", "ArrowLeft"];
  const to = { ArrowDown: all[at + 1], ArrowUp: all[at - 1], Home: all[0], End: all.at(-1) };
  if (event.key in to) to[event.key]?.focus();
  else if (event.key === open) forward(link);
  else if (event.key === close) (isOpen(link) ? fold(link) : parentOf(link)?.focus());
  else if (event.key === " ") toggle(link);
  else if (event.key.length === 1 && !event.shiftKey) find(event.key, all, at);
  else return;
  event.preventDefault();
  // the page's own keys (j, k, …) are letters of names here
  event.stopPropagation();
}

function forward(link) {
  if (!("branch" in link.dataset)) return;
  if (isOpen(link)) listOf(link).querySelector(".chart-link")?.focus();
  else unfold(link);
}

/** Go to the next item whose name begins with the letters typed, from here on and round. */
function find(letter, all, at) {
  const now = Date.now();
  typed = now - typedAt < PAUSE ? typed + plain(letter) : plain(letter);
  typedAt = now;
  const from = typed.length > 1 ? at : at + 1;
  const round = [...all.slice(from), ...all.slice(0, from)];
  round.find((link) => plain(link.querySelector(".chart-name")?.textContent ?? "").startsWith(typed))?.focus();
}

const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

function click(event, tree) {
  const link = event.target.closest(".chart-link");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  if (event.target.closest(".chart-toggle") && "branch" in link.dataset) toggle(link);
  else if ("more" in link.dataset) more(link, tree);
  else return;
  event.preventDefault();
  if (link.isConnected) link.focus();
}

const toggle = (link) => ("branch" in link.dataset ? (isOpen(link) ? fold(link) : unfold(link)) : undefined);

function fold(link) {
  const list = listOf(link);
  if (list) list.hidden = true;
  link.setAttribute("aria-expanded", "false");
}

async function unfold(link) {
  let list = listOf(link);
  if (!list) {
    list = await fetched(link);
    if (!list || listOf(link)) return;
    list.id = `under-${link.dataset.person}`;
    link.after(list);
    link.setAttribute("aria-owns", list.id);
    dress(list, Number(link.getAttribute("aria-level")) + 1);
  }
  list.hidden = false;
  link.setAttribute("aria-expanded", "true");
}

/** Put the others of a list in the place of "others"; who stands there already keeps their branch. */
async function more(link, tree) {
  const list = link.closest(".chart-list");
  const level = Number(link.getAttribute("aria-level"));
  const fresh = await fetched(link);
  if (!fresh || !link.isConnected) return;
  const known = new Map([...list.children].map((item) => [linkOf(item).dataset.person, item]));
  const items = [...fresh.children];
  const isNext = new URL(link.href).searchParams.has("page");
  link.parentElement.remove();
  const added = items.filter((item) => !known.has(linkOf(item).dataset.person));
  if (isNext) list.append(...added);
  else {
    const kept = items.map((item) => known.get(linkOf(item).dataset.person) ?? item);
    // whom the page is about may come on a later page of the list
    const apart = [...list.children].filter((item) => !kept.includes(item));
    const next = kept.at(-1) && "more" in linkOf(kept.at(-1)).dataset ? [kept.pop()] : [];
    list.replaceChildren(...kept, ...apart, ...next);
  }
  dress(list, level);
  const first = added.length ? linkOf(added[0]) : list.querySelector(".chart-link");
  rove(tree, first);
  first.focus();
}

/** The list behind a link, fetched once at a time. */
async function fetched(link) {
  if (link.ariaBusy === "true") return null;
  link.ariaBusy = "true";
  try {
    const address = new URL(link.href);
    address.searchParams.set("part", "1");
    const answer = await fetch(address, { headers: { "HX-Request": "true" } });
    if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    return document.adoptNode(page.querySelector(".chart-list"));
  } catch {
    toast(document.querySelector("[data-said]").dataset.failed, { kind: "error" });
    return null;
  } finally {
    link.ariaBusy = null;
  }
}

for (const chart of document.querySelectorAll("[data-chart]")) start(chart);
