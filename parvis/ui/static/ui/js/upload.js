// Paste a picture and it is there; drop files; choose them. Each goes up at once and hangs on the
// form as <input name="files" value="ID">, a picture with its description as <input name="alt-ID">.
import { token } from "./requests.js";
import { toast } from "./toasts.js";
import { word } from "./words.js";

document.addEventListener("click", (event) => {
  const picker = event.target.closest?.("[data-pick]");
  if (picker) {
    const input = Object.assign(document.createElement("input"), { type: "file", multiple: true, accept: picker.dataset.pick });
    input.addEventListener("change", () => add(picker.form ?? picker.closest("form"), input.files));
    input.click();
  }
  const remover = event.target.closest?.(".attachment-remove");
  if (remover) {
    const box = remover.closest(".attachment");
    const form = box.closest("form");
    box.request?.abort();
    box.remove();
    changed(form);
  }
});

document.addEventListener("paste", (event) => {
  const form = event.target.closest?.("form[data-drop]");
  if (form && event.clipboardData.files.length) {
    event.preventDefault();
    add(form, event.clipboardData.files);
  }
});

for (const kind of ["dragover", "dragleave", "drop"]) {
  document.addEventListener(kind, (event) => {
    const form = event.target.closest?.("form[data-drop]");
    if (!form || !event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    form.classList.toggle("is-over", kind === "dragover");
    if (kind === "drop") add(form, event.dataTransfer.files);
  });
}

// A form waits for its files.
document.addEventListener("submit", (event) => {
  if (!event.target.querySelector(".attachment[aria-busy=true]")) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  toast(word("still-uploading"), { kind: "warning" });
}, true);

// Pictures without a description: asked for once, and sent as they are the second time.
document.addEventListener("submit", (event) => {
  const form = event.target;
  const bare = [...form.querySelectorAll(".attachment input[name^='alt-']")].filter((field) => !field.value.trim());
  const asked = bare.map((field) => field.name).join();
  if (!bare.length || form.dataset.described === asked) return;
  form.dataset.described = asked;
  event.preventDefault();
  event.stopImmediatePropagation();
  bare[0].focus();
  toast(word("ask-description"), { kind: "warning" });
}, true);

// What hangs on a form belongs to its draft (keptdrafts.js).
const changed = (form) => form?.dispatchEvent(new Event("change", { bubbles: true }));

/** Hang files on a form that the server has already, as it tells of them. */
export function hang(form, files) {
  const list = form.querySelector("[data-attachments]");
  const there = new Set([...form.querySelectorAll("input[name=files]")].map(({ value }) => value));
  for (const file of files) {
    if (!list || there.has(file.id)) continue;
    const box = empty(file.name);
    const image = Object.assign(new Image(), { alt: "", src: file.url });
    box.prepend(file.kind === "image" ? image : nameOf(file));
    list.append(box);
    arrive(box, file);
    open(form);
  }
}

const open = (form) => (form.querySelector(".comment-field") ?? form).classList.add("composer-open");

function add(form, files) {
  const list = form?.querySelector("[data-attachments]");
  if (!list) return;
  open(form);
  for (const file of files) list.append(send(file));
}

function send(file) {
  const box = empty(file.name);
  box.setAttribute("aria-busy", "true");
  const bar = Object.assign(document.createElement("progress"), { max: 1, value: 0 });
  bar.setAttribute("aria-label", file.name);
  box.prepend(preview(file), bar);
  const request = new XMLHttpRequest();
  box.request = request;
  request.upload.addEventListener("progress", (e) => { bar.value = e.total ? e.loaded / e.total : 0; });
  request.addEventListener("loadend", () => arrived(box, request, file));
  request.open("POST", "/files/");
  request.setRequestHeader("X-CSRFToken", token());
  request.setRequestHeader("Accept", "application/json");
  const body = new FormData();
  body.append("file", file);
  request.send(body);
  return box;
}

function empty(name) {
  const box = Object.assign(document.createElement("div"), { className: "attachment" });
  const remove = Object.assign(document.createElement("button"), { type: "button", className: "attachment-remove", textContent: "✕" });
  remove.setAttribute("aria-label", `${word("remove")} ${name}`);
  box.append(remove);
  return box;
}

const nameOf = ({ name }) => Object.assign(document.createElement("span"), { className: "attachment-name", textContent: name });

function preview(file) {
  if (file.type.startsWith("image/") && file.type !== "image/svg+xml") {
    const image = new Image();
    image.alt = "";
    image.src = URL.createObjectURL(file);
    image.addEventListener("load", () => URL.revokeObjectURL(image.src), { once: true });
    return image;
  }
  return nameOf(file);
}

// Without a network the outbox takes the file along with the words (parvis/app).
const holds = (box) => navigator.serviceWorker?.controller && box.closest("form[data-outbox]");

/** Keep a file in its form until the form is sent. */
export function hold(box, file) {
  box.file = file;
  if (!box.querySelector("img, .attachment-name")) box.prepend(preview(file));
}

function arrived(box, request, file) {
  box.removeAttribute("aria-busy");
  box.querySelector("progress")?.remove();
  let said = null;
  try { said = JSON.parse(request.responseText); } catch { /* no JSON: an error page */ }
  if (request.status < 200 || request.status > 299 || !said?.id) {
    if (!box.isConnected) return;
    if (request.status === 0 && holds(box)) return hold(box, file);
    const known = { 413: "large", 429: "slowly", 0: "offline" };
    box.remove();
    toast(said?.error ?? `${file.name}: ${word(known[request.status] ?? "failed")}`, { kind: "error" });
    return;
  }
  arrive(box, { ...said, name: file.name });
  changed(box.closest("form"));
}

function arrive(box, { id, kind, name, alt }) {
  box.append(Object.assign(document.createElement("input"), { type: "hidden", name: "files", value: id }));
  if (kind !== "image") return;
  const field = Object.assign(document.createElement("input"), { className: "input", name: `alt-${id}`, placeholder: word("describe"), maxLength: 500, value: alt });
  field.dataset.hung = ""; // goes with its file, which this browser does not keep
  field.setAttribute("aria-label", `${word("describe")}: ${name}`);
  box.append(field);
}
