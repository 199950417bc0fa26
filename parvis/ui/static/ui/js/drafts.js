// What I wrote is never lost: kept in this browser, per form and person, until it was accepted.
import { all, onContent } from "./content.js";
import { forgetLately } from "./lately.js";

const person = document.body.dataset.livePerson ?? "";
const PREFIX = `draft:${person}:`;
const SENT = `sent:${person}`;
const MONTH = 30 * 24 * 3600 * 1000;
const fields = (form) =>
  [...form.elements].filter((f) => f.name && f.matches("textarea, input[type=text], input:not([type], [data-hung])"));

/** What this browser keeps of a form: {at, values, kept, files} (kept: the server has it
 *  too; files: with files), or null. */
export function record(key) {
  try {
    const kept = JSON.parse(localStorage.getItem(PREFIX + key) ?? "null");
    return kept && Date.now() - kept.at < MONTH ? kept : null;
  } catch {
    return null;
  }
}

/** Note something more about what is kept of a form. */
export function note(key, more) {
  const known = record(key);
  if (known) localStorage.setItem(PREFIX + key, JSON.stringify({ ...known, ...more }));
}

/** Keep in this browser what stands in a form. */
export function keep(form) {
  const values = Object.fromEntries(fields(form).filter((f) => f.value).map((f) => [f.name, f.value]));
  try {
    const known = record(form.dataset.draft);
    if (JSON.stringify(known?.values) === JSON.stringify(values)) return;
    if (Object.keys(values).length) {
      localStorage.setItem(PREFIX + form.dataset.draft, JSON.stringify({ at: Date.now(), values, files: known?.files }));
    } else forget(form.dataset.draft);
  } catch {
    // a full or forbidden storage: the words are still in the field
  }
}

/** Forget what this browser keeps of a form. */
export const forget = (key) => localStorage.removeItem(PREFIX + key);

let timer;
document.addEventListener("input", ({ target }) => {
  const form = target.form;
  if (!form?.matches("[data-draft]")) return;
  clearTimeout(timer);
  timer = setTimeout(() => keep(form), 250);
});
addEventListener("pagehide", () => all(document.body, "form[data-draft]").filter((f) => !f.dataset.sent && !f.dataset.ahead).forEach(keep));

// sent by htmx: accepted if the answer is no error
document.addEventListener("htmx:after:request", ({ detail: { ctx } }) => {
  const form = ctx.sourceElement.closest?.("form[data-draft]");
  if (!form || ctx.request.method === "GET" || !ctx.response || ctx.response.status >= 400) return;
  accepted(form);
});
// kept on this device, to be sent later
document.addEventListener("parvis:kept", ({ target }) => accepted(target));

function accepted(form) {
  if (form.dataset.ahead) { // emptied when it was sent: what stands there now is the next one
    delete form.dataset.ahead;
    if (fields(form).every((f) => f.value === f.defaultValue)) forget(form.dataset.draft);
    return;
  }
  clearTimeout(timer);
  forget(form.dataset.draft);
  form.reset();
  for (const box of form.querySelectorAll("[data-attachments]")) box.replaceChildren();
  if (form.matches(".composer")) close(form);
}

/** On a phone the composer is one line again, and the keyboard goes. */
function close(composer) {
  composer.classList.remove("composer-open");
  composer.querySelector(".composer-input").blur();
}

// sent plainly: accepted if the next page does not show the form with errors
document.addEventListener("submit", (event) => {
  const form = event.target;
  const to = event.submitter?.getAttribute("formaction") ?? form.getAttribute("action");
  if (to?.includes("/account/logout")) forgetAll();
  if (!form.matches("[data-draft]") || event.defaultPrevented) return;
  keep(form);
  form.dataset.sent = "1";
  sessionStorage.setItem(SENT, form.dataset.draft);
});

function forgetAll() {
  forgetLately();
  for (const key of Object.keys(localStorage)) if (key.startsWith(PREFIX)) localStorage.removeItem(key);
}

const sent = sessionStorage.getItem(SENT);
sessionStorage.removeItem(SENT);
if (sent && !document.querySelector(".field-errors, .notice-danger, .lost")) forget(sent);

onContent((root) => {
  for (const form of all(root, "form[data-draft]")) {
    const values = record(form.dataset.draft)?.values;
    if (!values || form.dataset.restored || form.dataset.ahead) continue;
    form.dataset.restored = "1";
    for (const field of fields(form)) {
      if (!field.value && values[field.name]) {
        field.value = values[field.name];
        field.dispatchEvent(new Event("input", { bubbles: true }));
      }
    }
  }
});
