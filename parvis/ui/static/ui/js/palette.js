// The command palette: to people, communities, pages and deeds. Loaded when it is first asked for;
// pages and deeds are there at once, people and communities are asked of the server while one types.
import { show } from "./dialogs.js";
import { Chooser, matches } from "./chooser.js";
import { lately, note } from "./lately.js";

const PAUSE = 120;
let chooser;
let timer;
let asking;

async function make() {
  const answer = await fetch("/search/palette", { headers: { "HX-Request": "true" } });
  if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
  const box = document.createElement("div");
  box.innerHTML = await answer.text();
  const dialog = box.querySelector("dialog");
  document.body.append(dialog);
  dialog.addEventListener("close", () => { clearTimeout(timer); asking?.abort(); });
  return new Chooser(dialog, { choose, typed });
}

/**
 * Open the palette; where it cannot be had, the search page serves.
 * @param {() => string} early tells what was typed meanwhile, Enter as a line's end
 */
export async function open(early) {
  try {
    chooser ??= await make();
  } catch {
    return location.assign("/search");
  }
  if (chooser.dialog.open) return chooser.dialog.close();
  found().replaceChildren();
  remembered();
  const [words, ...chosen] = early().split("\n");
  chooser.open(words);
  if (chosen.length && chooser.active) choose(chooser.active, {});
}

const part = (name) => chooser.list.querySelector(`[data-group=${name}]`);
const found = () => chooser.list.querySelector("[data-found]");

function remembered() {
  const group = part("recent");
  for (const choice of group.querySelectorAll(".choice")) choice.remove();
  const sign = chooser.dialog.querySelector("[data-lately]").content;
  group.append(...lately().map(({ href, label, hint }, number) => {
    const choice = Object.assign(document.createElement("div"), { className: "choice", id: `go-lately-${number}` });
    choice.setAttribute("role", "option");
    choice.setAttribute("aria-selected", "false");
    choice.dataset.href = href;
    const text = document.createElement("span");
    text.className = "choice-text";
    text.append(line("choice-label", label), ...(hint ? [line("choice-hint", hint)] : []));
    choice.append(sign.cloneNode(true), text);
    return choice;
  }));
  group.hidden = !group.querySelector(".choice");
}

function line(className, text) {
  const made = Object.assign(document.createElement("span"), { className, textContent: text });
  made.dir = "auto";
  return made;
}

// What was found for the words before stays as far as it still matches, until the answer is there.
function typed(value) {
  const words = value.trim();
  part("recent").hidden = words !== "" || !part("recent").querySelector(".choice");
  part("search").hidden = words === "";
  const label = part("search").querySelector("[data-label]");
  label.textContent = label.dataset.label.replace("%s", words);
  clearTimeout(timer);
  asking?.abort();
  if (!words) return found().replaceChildren();
  timer = setTimeout(() => ask(words), PAUSE);
}

async function ask(words) {
  asking = new AbortController();
  try {
    const address = `${chooser.dialog.dataset.suggest}?q=${encodeURIComponent(words)}`;
    const answer = await fetch(address, { signal: asking.signal, headers: { "HX-Request": "true" } });
    if (!answer.ok || answer.redirected) return;
    const text = await answer.text();
    if (chooser.input.value.trim() !== words) return;
    renew(text);
  } catch {
    // asked anew meanwhile, or no connection: pages and the search are still offered
  }
}

// The server found these by more than their letters (accents, nearly so): shown as they are.
function renew(text) {
  const marked = chooser.active?.id;
  found().innerHTML = text;
  for (const choice of found().querySelectorAll(".choice")) {
    if (!matches(choice, chooser.words)) choice.folded += ` ${chooser.words.join(" ")}`;
  }
  if (chooser.moved && marked) chooser.mark(document.getElementById(marked));
  chooser.narrow();
}

function choose(choice, event) {
  const { href, deed, opens } = choice.dataset;
  const apart = event.ctrlKey || event.metaKey;
  if (!apart) chooser.dialog.close();
  if (opens) return show(document.querySelector(opens));
  if (deed) return post(deed);
  if (!href) return go(`${chooser.dialog.dataset.search}?q=${encodeURIComponent(chooser.input.value.trim())}`, apart);
  note({
    href,
    label: choice.querySelector(".choice-label").textContent,
    hint: choice.querySelector(".choice-hint")?.textContent ?? "",
  });
  return go(href, apart);
}

function go(address, apart) {
  if (apart) window.open(address, "_blank", "noopener");
  else location.assign(address);
}

function post(address) {
  const button = document.createElement("button");
  button.setAttribute("form", "act");
  button.setAttribute("formaction", address);
  button.hidden = true;
  document.body.append(button);
  button.click();
}
