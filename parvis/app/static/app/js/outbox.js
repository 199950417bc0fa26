// What was written without a network waits on this device and is sent once there is one, once.
//
// A form with data-outbox carries a key (`once`). Where it cannot be sent, it is kept in IndexedDB
// and shown below its form, or in the tray where its form is not on the page. The service worker
// sends it (sending.js).
import htmx from "../../vendor/htmx.js";
import { onContent } from "../../ui/js/content.js";
import { toast } from "../../ui/js/toasts.js";
import { hold } from "../../ui/js/upload.js";
import { word } from "../../ui/js/words.js";
import "./store.js";

const outbox = self.parvisOutbox;
const model = document.getElementById("outbox-item");
const tray = document.getElementById("outbox");
const says = model?.dataset ?? {};
const pages = new BroadcastChannel("parvis-outbox");
const FORMS = "form[data-outbox]";
let person = "";
let signedOut = false;
let busy;

/** Begin: from now on this page keeps what cannot be sent; again changes nothing. */
export function watch(who) {
  if (person || !model || !self.indexedDB) return;
  person = who;
  show();
  send();
  addEventListener("online", () => { pause = FIRST; send(); });
  document.addEventListener("parvis:nudge", ({ detail }) => { if (detail.what === "reconnected") send(); });
}

const FIRST = 2000;
const LONGEST = 60000;
let pause = FIRST;
let trying;

/** Have the worker send; while something waits, it is asked again, ever less often. */
function send() {
  navigator.serviceWorker.controller?.postMessage({ type: "send" });
  clearTimeout(trying);
  trying = setTimeout(() => {
    if (!document.querySelector(".outbox-item:not(.is-refused)")) return;
    pause = Math.min(2 * pause, LONGEST);
    send();
  }, pause);
}

// --- a form that cannot be sent

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches?.(FORMS) || event.defaultPrevented) return;
  keyOf(form);
  if ((navigator.onLine && !filesHeld(form).length) || !ready()) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  keep(form, { tried: false });
}, true);

document.addEventListener("htmx:error", ({ detail: { ctx, error } }) => {
  const form = ctx?.sourceElement;
  if (!form?.matches?.(FORMS) || !(error instanceof TypeError) || ctx.response || !ready()) return;
  keep(form, { tried: true });
});

// accepted: the next one is another
document.addEventListener("htmx:after:request", ({ detail: { ctx } }) => {
  const form = ctx.sourceElement;
  if (form?.matches?.(FORMS) && ctx.response?.status < 400) renew(form);
});

const filesHeld = (form) => [...form.querySelectorAll(".attachment")].map(({ file }) => file).filter(Boolean);
const ready = () => Boolean(person && navigator.serviceWorker?.controller);

function keyOf(form) {
  let field = form.elements.once;
  if (!field) {
    field = Object.assign(document.createElement("input"), { type: "hidden", name: "once" });
    form.append(field);
  }
  field.value ||= fresh();
  return field.value;
}

function renew(form) {
  if (form.elements.once) form.elements.once.value = fresh();
}

function fresh() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 15) | 64;
  bytes[8] = (bytes[8] & 63) | 128;
  return [...bytes].map((b) => b.toString(16).padStart(2, "0")).join("");
}

async function keep(form, { tried }) {
  const fields = [...new FormData(form)].filter(([name]) => name !== "csrfmiddlewaretoken").map(([name, value]) => [name, value]);
  for (const file of filesHeld(form)) fields.push(["upload", file, file.name]);
  const words = fields.some(([name, value]) => (name === "text" || name === "upload" || name === "files") && value);
  if (!words) return;
  const item = {
    key: keyOf(form), person, at: Date.now(), url: form.getAttribute("action"), form: form.dataset.draft,
    page: location.pathname, fields, tried, state: "waiting", said: "",
  };
  try {
    await outbox.put(item);
  } catch {
    return; // no room on the device: the words stay in their field, and in the draft
  }
  renew(form);
  form.dispatchEvent(new CustomEvent("parvis:kept", { bubbles: true }));
  toast(says.kept, { kind: "warning" });
  await show();
  if (navigator.onLine) send();
  const registration = await navigator.serviceWorker.ready;
  registration.sync?.register("outbox").catch(() => {});
}

// --- what waits, shown

const show = () => (busy = Promise.resolve(busy).then(draw, draw));

async function draw() {
  if (!person) return;
  const items = await outbox.of(person).catch(() => []);
  for (const old of document.querySelectorAll(".outbox-item")) old.remove();
  let elsewhere = 0;
  for (const item of items) {
    const form = formOf(item);
    if (!form) elsewhere += 1;
    (form ? listBeside(form) : tray.querySelector("ul")).append(drawn(item, Boolean(form)));
  }
  for (const list of document.querySelectorAll(".outbox-list")) list.hidden = !list.children.length;
  tray.hidden = !elsewhere;
  const count = tray.querySelector("[data-count]");
  taken.takeRecords();
  count.textContent = elsewhere === 1 ? count.dataset.one : count.dataset.many.replace("%s", String(elsewhere));
}

const formOf = ({ form }) => document.querySelector(`${FORMS}[data-draft="${CSS.escape(form)}"]`);

function listBeside(form) {
  const composer = form.matches(".composer");
  const there = composer ? form.nextElementSibling : form.previousElementSibling;
  if (there?.matches(".outbox-list")) return there;
  const list = Object.assign(document.createElement("ul"), { className: "outbox-list" });
  if (composer) form.after(list);
  else form.before(list);
  return list;
}

function drawn(item, here) {
  const box = model.content.firstElementChild.cloneNode(true);
  const value = (name) => item.fields.find(([n]) => n === name)?.[1] ?? "";
  box.querySelector(".outbox-words").textContent = [value("title"), value("text")].filter(Boolean).join("\n");
  const files = item.fields.filter(([name]) => name === "upload").map(([, file]) => file.name);
  const named = box.querySelector(".outbox-files");
  named.textContent = files.join(", ");
  named.hidden = !files.length;
  box.querySelector(".outbox-state > span").textContent = state(item);
  box.classList.toggle("is-refused", item.state === "refused");
  const old = Date.now() - item.at > outbox.lasts;
  button(box, "[data-mend]", here && (item.state === "refused" || old), () => mend(item));
  button(box, "[data-again]", item.state === "refused" || old, () => again(item));
  button(box, "[data-discard]", true, () => outbox.remove(item.key));
  const where = box.querySelector("[data-where]");
  where.hidden = here;
  where.href = item.page;
  return box;
}

function state(item) {
  if (item.state === "refused") return `${says.refused} ${plain(item.said) || item.status}`;
  if (Date.now() - item.at > outbox.lasts) return says.old;
  if (signedOut) return says.signedOut;
  return item.tried ? says.unsure : says.waiting;
}

const plain = (html) => new DOMParser().parseFromString(html, "text/html").body.textContent.trim();

function button(box, selector, shown, act) {
  const found = box.querySelector(selector);
  found.hidden = !shown;
  found.addEventListener("click", async () => {
    await act();
    pages.postMessage({ type: "changed" });
    show();
  });
}

/** Put it back into its form, to be written differently. */
async function mend(item) {
  const form = formOf(item);
  for (const [name, value, called] of item.fields) {
    if (name === "upload" || name === "files") attach(form, name, value, called);
    const field = form.elements[name];
    if (name === "once" || name === "files" || typeof value !== "string" || !field?.matches) continue;
    if (field.type === "checkbox") field.checked = true;
    else field.value = value;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
  await outbox.remove(item.key);
  form.querySelector("textarea").focus();
}

function attach(form, name, value, called = "") {
  const box = Object.assign(document.createElement("div"), { className: "attachment" });
  const remove = Object.assign(document.createElement("button"), { type: "button", className: "attachment-remove", textContent: "✕" });
  remove.setAttribute("aria-label", `${word("remove")} ${called}`);
  if (name === "upload") hold(box, value);
  else box.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
  box.append(remove);
  form.querySelector("[data-attachments]").append(box);
}

async function again(item) {
  await outbox.put({ ...item, at: Date.now(), state: "waiting", said: "" });
  send();
}

// --- what became of it

pages.addEventListener("message", ({ data }) => {
  if (data.type === "signed-out") signedOut = true;
  if (data.type === "sent") arrived(data);
  show();
});

function arrived({ form: name, html }) {
  signedOut = false;
  pause = FIRST;
  toast(says.sent);
  const form = formOf({ form: name });
  const selector = form?.getAttribute("hx-target");
  const list = selector?.startsWith("#") && document.querySelector(selector);
  if (!list || !html) {
    document.dispatchEvent(new CustomEvent("parvis:nudge", { detail: { what: "sent" } }));
    return;
  }
  const box = document.createElement("div");
  box.innerHTML = html; // the server's own, as htmx would put it
  const made = box.querySelector("[data-post]");
  if (!made || document.getElementById(made.id)) return;
  if (form.getAttribute("hx-swap") === "afterbegin") list.prepend(made);
  else list.append(made);
  htmx.process(made);
}

// a card that arrives may bring the form of something that waits
let drawing;
onContent(() => {
  clearTimeout(drawing);
  drawing = setTimeout(show, 100);
});

// and one that goes may take it along
const taken = new MutationObserver((records) => {
  const gone = records.flatMap(({ removedNodes }) => [...removedNodes]);
  if (gone.some((node) => node.querySelector?.(".outbox-item"))) show();
});
taken.observe(document.body, { childList: true, subtree: true });

// --- signing out forgets what is private

document.addEventListener("submit", (event) => {
  const to = event.submitter?.getAttribute("formaction") ?? event.target.getAttribute("action") ?? "";
  if (!to.includes("/account/logout") || event.defaultPrevented) return;
  const waiting = document.querySelector(".outbox-item");
  if (waiting && !confirm(says.ask)) {
    event.preventDefault();
    event.stopImmediatePropagation();
    return;
  }
  navigator.serviceWorker?.controller?.postMessage({ type: "signed-out", person: document.body.dataset.livePerson });
}, true);
