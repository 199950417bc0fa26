// What one writes is kept on the server too, so that it is found again on another device, with the
// files that hang on it: saved quietly while one writes, asked for when one begins, gone when it is
// sent. The form then says so (`draft`), and the server forgets it with the same request.
import { all, onContent } from "./content.js";
import { forget, note, record } from "./drafts.js";
import { token } from "./requests.js";
import { toast } from "./toasts.js";
import { hang } from "./upload.js";
import { word } from "./words.js";

const PLACE = /^(composer-(home|\d+)|comment-\d+)$/;
const PAUSE = 1500;
const AGAIN = 2500;
const NAMES = ["title", "text", "question", "space"];
const states = new WeakMap();
const formOf = (target) => {
  const form = target.form ?? target.closest?.("form");
  const known = document.body.dataset.livePerson && form?.matches("form[data-draft]");
  return known && PLACE.test(form.dataset.draft) ? form : null;
};

function stateOf(form) {
  if (!states.has(form)) states.set(form, { timer: 0, last: "", asked: false, asking: false, going: null });
  return states.get(form);
}

function wordsOf(form) {
  const words = {};
  for (const name of NAMES) {
    const field = form.elements[name];
    if (!field || (field.type === "checkbox" && !field.checked)) continue;
    if (field.value && field.type !== "hidden") words[name] = field.value;
  }
  const files = [...form.querySelectorAll(".attachment input[name=files]")].map(({ value }) => value);
  if (files.length) words.files = files;
  for (const id of files) if (form.elements[`alt-${id}`]?.value) words[`alt-${id}`] = form.elements[`alt-${id}`].value;
  return words;
}

const written = (words) => Boolean((words.text ?? "").trim() || (words.title ?? "").trim() || words.files);

function bodyOf({ files = [], ...words }) {
  const body = new URLSearchParams(words);
  for (const id of files) body.append("files", id);
  return body;
}

async function save(form, keepalive = false) {
  const state = stateOf(form);
  clearTimeout(state.timer);
  if (state.asking) { // it may bring files that this form does not show yet
    state.timer = setTimeout(() => save(form), PAUSE);
    return;
  }
  const words = wordsOf(form);
  const now = JSON.stringify(words);
  if (now === state.last || form.dataset.sent || (!written(words) && !form.elements.draft)) return;
  const body = bodyOf(words);
  state.going = fetch(`/drafts/${form.dataset.draft}`, { method: "POST", body, keepalive, headers: { "X-CSRFToken": token() } });
  try {
    const answer = await state.going;
    if (answer.ok) {
      state.last = now;
      mark(form);
      note(form.dataset.draft, { kept: written(words), files: Boolean(words.files) });
    } else if (answer.status === 429) {
      state.timer = setTimeout(() => save(form), AGAIN);
    }
  } catch {
    // no connection: this browser keeps it, and saves it with the next word
  } finally {
    state.going = null;
  }
}

/** The form tells, when it is sent, which draft to forget. */
function mark(form) {
  if (form.elements.draft) return;
  form.append(Object.assign(document.createElement("input"), { type: "hidden", name: "draft", value: form.dataset.draft }));
}

document.addEventListener("input", later);
document.addEventListener("change", later);

function later({ target }) {
  const form = formOf(target);
  if (!form) return;
  const state = stateOf(form);
  clearTimeout(state.timer);
  state.timer = setTimeout(() => save(form), PAUSE);
}

addEventListener("pagehide", () => {
  for (const form of document.querySelectorAll("form[data-draft]")) {
    if (states.get(form)?.timer && PLACE.test(form.dataset.draft)) save(form, true);
  }
});

// Asked for once: when one begins to write there, or at once where this browser knows of files.
document.addEventListener("focusin", ({ target }) => {
  const form = target.matches?.("textarea, input") && formOf(target);
  if (form) ask(form);
}, true);
onContent((root) => {
  for (const form of all(root, "form[data-draft]")) {
    if (formOf(form) && record(form.dataset.draft)?.files) ask(form);
  }
});

async function ask(form) {
  const state = stateOf(form);
  if (state.asked) return;
  state.asked = state.asking = true;
  try {
    await bring(form);
  } finally {
    state.asking = false;
  }
}

async function bring(form) {
  const before = JSON.stringify(wordsOf(form));
  let answer;
  try {
    answer = await fetch(`/drafts/${form.dataset.draft}`);
  } catch {
    return;
  }
  if (!answer.ok || answer.redirected || form.dataset.ahead) return;
  const typed = JSON.stringify(wordsOf(form)) !== before;
  const here = record(form.dataset.draft);
  if (answer.status === 204) {
    // sent or emptied on another device, and not written further here
    if (!typed && here?.kept && (here.values.text ?? "") === form.elements.text?.value) {
      form.reset();
      form.querySelector("[data-attachments]")?.replaceChildren();
      forget(form.dataset.draft);
    }
    return;
  }
  const { words, files, at } = await answer.json();
  if (typed || (here && here.at > at && !here.kept)) hang(form, files);
  else fill(form, words, files);
}

function fill(form, words, files) {
  const before = JSON.stringify(wordsOf(form));
  hang(form, files);
  for (const name of NAMES) {
    const field = form.elements[name];
    if (!field || field.type === "hidden") continue;
    if (field.type === "checkbox") field.checked = Boolean(words[name]);
    else if (field.tagName !== "SELECT" || [...field.options].some(({ value }) => value === words[name])) field.value = words[name] ?? "";
    field.dispatchEvent(new Event(field.tagName === "SELECT" ? "change" : "input", { bubbles: true }));
  }
  mark(form);
  stateOf(form).last = JSON.stringify(wordsOf(form));
  clearTimeout(stateOf(form).timer);
  if (before !== stateOf(form).last) toast(word("draft-back"));
}

// Sent: a saving that was still on its way must not bring it back.
document.addEventListener("htmx:before:request", ({ detail: { ctx } }) => {
  const form = ctx.sourceElement.closest?.("form[data-draft]");
  if (form && states.has(form)) clearTimeout(stateOf(form).timer);
});
document.addEventListener("htmx:after:request", async ({ detail: { ctx } }) => {
  const form = ctx.sourceElement.closest?.("form[data-draft]");
  if (!form || !states.has(form) || ctx.request.method === "GET" || ctx.response.status >= 400) return;
  const state = stateOf(form);
  clearTimeout(state.timer);
  state.timer = 0;
  state.last = "";
  const going = state.going;
  form.elements.draft?.remove();
  if (!going) return;
  await going.catch(() => null);
  fetch(`/drafts/${form.dataset.draft}`, { method: "POST", headers: { "X-CSRFToken": token() } });
});
