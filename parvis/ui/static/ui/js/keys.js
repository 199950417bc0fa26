// One key each: j k o r c / n ?, and g with a second one (Esc is the menus' and the browser's).
// Never while one writes, and not at all for who turned them off; Ctrl-K needs no free hand and stays.
import { busy, show } from "./dialogs.js";
import { react } from "./react.js";

const on = document.body.dataset.keys !== "off";
const posts = () => [...document.querySelectorAll("article.post")];
const current = () =>
  document.activeElement?.closest?.("article.post") ??
  posts().find((post) => post.getBoundingClientRect().bottom > 120) ?? null;

function walk(step) {
  const list = posts();
  const focused = document.activeElement?.closest?.("article.post");
  const at = focused ? list.indexOf(focused) + step : list.indexOf(current());
  const next = list[Math.max(0, Math.min(list.length - 1, at))];
  if (!next) return;
  if (!next.hasAttribute("tabindex")) next.tabIndex = -1;
  next.focus({ preventScroll: true });
  next.scrollIntoView({ block: "start" });
}

const deeds = {
  j: () => walk(1),
  k: () => walk(-1),
  o: () => current()?.querySelector("[data-permalink], .post-meta a")?.click(),
  r: () => react(current()),
  c: () => {
    const post = current();
    const field = post?.querySelector(".comment-input");
    if (field) field.focus();
    else post?.querySelector("[data-comment]")?.click();
  },
  "?": () => show(document.getElementById("keys")),
};

// g and then: the key of a navigation item
const places = { h: "home", n: "notifications", c: "communities", p: "people", m: "messages", s: "saved", a: "administration" };
const WAIT = 1500;
let going = 0;

function go(key) {
  going = 0;
  document.querySelector(`a[data-nav="${places[key]}"]`)?.click();
}

function shortcut(key) {
  const target = document.querySelector(`[data-shortcut="${CSS.escape(key)}"]`);
  if (!target) return key === "/" ? document.querySelector(".nav-find")?.click() : key === "n" && write();
  if (!target.matches("input, textarea")) return target.click();
  if (target.offsetParent === null) return document.querySelector(".nav-find")?.click();
  target.focus();
  target.select?.();
}

// where there is no composer, the one that has a page of its own
const write = () => document.querySelector("a[data-nav=write]")?.click();

function single(event) {
  if (!on || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest?.("input, textarea, select, [contenteditable], dialog[open], [popover]")) return;
  const { key } = event;
  if (event.timeStamp - going < WAIT && going && places[key]) {
    event.preventDefault();
    return go(key);
  }
  going = key === "g" ? event.timeStamp : 0;
  const deed = deeds[key] ?? (/^[/a-z]$/.test(key) ? () => shortcut(key) : null);
  if (!deed || key === "g") return;
  if (key === "/" || key === "n" || deeds[key]) event.preventDefault();
  deed();
}

// What is typed while the palette is still on its way is meant for it; a line's end chooses.
let early = null;

function typedBy({ key, ctrlKey, metaKey }) {
  if (ctrlKey || metaKey) return undefined;
  if (key === "Enter") return (words) => `${words}\n`;
  if (key === "Backspace") return (words) => words.slice(0, -1);
  return key.length === 1 ? (words) => words + key : undefined;
}

async function palette() {
  if (early !== null) return;
  early = "";
  const opening = import("./palette.js").then(({ open }) => open(() => early));
  try {
    await busy(document.querySelectorAll("[data-palette]"), opening);
  } finally {
    early = null;
  }
}

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.isComposing) return;
  const typed = typedBy(event);
  if (early !== null && typed !== undefined) {
    event.preventDefault();
    early = typed(early);
    return;
  }
  const wanted = event.key === "k" && (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey;
  if (!wanted) return single(event);
  if (!document.body.dataset.livePerson || document.querySelector("dialog[open]:not(#palette)")) return;
  event.preventDefault();
  palette();
});

document.addEventListener("click", (event) => {
  const opener = event.target.closest?.("[data-palette]");
  if (!opener || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  palette();
});

if (/Mac|iPhone|iPad/.test(navigator.platform)) {
  for (const name of document.querySelectorAll("[data-mod]")) name.textContent = "⌘";
}
