// A comment stands in its place as soon as it is sent, and its field is free for the next one. The
// server's own takes its place; where it is refused or the network fails, it is taken back: the
// words are in their field again, and requests.js or the outbox says why.
import { keep } from "./drafts.js";

const FORMS = "form.comment-form[hx-post]";
const sent = new Map(); // by request
let count = 0;

document.addEventListener("htmx:before:request", ({ detail: { ctx } }) => {
  const form = ctx.sourceElement;
  if (!form.matches?.(FORMS) || !ctx.target) return;
  const field = form.elements.text;
  const text = ctx.request.body.get("text");
  const list = ctx.target;
  const one = { form, list, text, once: ctx.request.body.get("once"), boxes: [], answered: false, after: newest(list) };
  sent.set(ctx, one);
  form.querySelector(".form-error")?.replaceChildren();
  if (field.value === text.replaceAll("\r\n", "\n")) {
    keep(form); // until it has arrived, for the case that this page is closed
    empty(one);
  }
  one.item = drawn(one);
  one.list.append(one.item);
});

function empty(one) {
  const { form } = one;
  one.emptied = true;
  one.boxes = [...form.querySelectorAll("[data-attachments] > *")];
  for (const box of one.boxes) box.remove();
  form.dataset.ahead = "1"; // drafts.js: what stands there from now on is another one's
  form.reset();
  if (form.elements.once) form.elements.once.value = ""; // the next one gets a key of its own
}

function drawn({ form, text, boxes }) {
  const item = part("li", "is-sending");
  item.id = `sending-${(count += 1)}`; // so that what news brings is not made of it
  item.setAttribute("aria-busy", "true");
  const comment = part("article", "comment");
  const main = part("div", "comment-main");
  const bubble = part("div", "comment-bubble");
  const who = part("p", "comment-who");
  who.append(Object.assign(part("span", "post-author"), { textContent: form.dataset.name, dir: "auto" }));
  const words = Object.assign(part("div", "prose"), { dir: "auto" });
  words.append(Object.assign(document.createElement("p"), { textContent: text.trim() }));
  bubble.append(who, words);
  main.append(bubble);
  const images = boxes.map((box) => box.querySelector("img")).filter(Boolean);
  if (images.length) {
    const media = part("div", "attachments");
    media.append(...images); // themselves: what a copy would show is no longer in memory
    main.append(media);
  }
  comment.append(form.querySelector(".avatar").cloneNode(true), main);
  item.append(comment);
  return item;
}

const part = (name, className) => Object.assign(document.createElement(name), { className });

// Numbers grow with time.
const numbers = (list, selector = "") => [...list.querySelectorAll(`.comment[data-post]${selector}`)].map((one) => BigInt(one.dataset.post));
const newest = (list) => numbers(list).reduce((most, one) => (one > most ? one : most), 0n);

/** News may bring it before its own answer does. */
function isThere({ form, list, after }) {
  return numbers(list, `:has(.post-author[href="${CSS.escape(form.dataset.author)}"])`).some((one) => one > after);
}

function takeBack(one) {
  const { form, text, once, boxes } = one;
  one.item.remove();
  if (!one.emptied) return;
  delete form.dataset.ahead;
  const field = form.elements.text;
  const since = field.value === field.defaultValue ? "" : `\n\n${field.value}`;
  field.value = text + since;
  const images = [...one.item.querySelectorAll(".attachments > img")];
  for (const box of boxes) if (!box.querySelector(".attachment-name")) box.prepend(images.shift() ?? "");
  form.querySelector("[data-attachments]").prepend(...boxes);
  if (once && form.elements.once) form.elements.once.value = once;
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

document.addEventListener("htmx:after:request", ({ detail: { ctx } }) => {
  const one = sent.get(ctx);
  if (one) one.answered = ctx.response.status < 400;
});

document.addEventListener("htmx:before:swap", (event) => {
  const { ctx, tasks } = event.detail;
  const one = sent.get(ctx);
  if (!one?.answered) return;
  one.item.remove();
  const made = tasks[0]?.fragment.querySelector("[data-post]");
  if (made && document.getElementById(made.id)) event.preventDefault();
});

function settle({ detail: { ctx } }) {
  const one = sent.get(ctx);
  if (!one) return;
  sent.delete(ctx);
  if (one.answered) one.item.remove();
  else takeBack(one);
}

document.addEventListener("htmx:error", settle);
document.addEventListener("htmx:finally:request", settle);

// News of others renews the list meanwhile: what is on its way stands in the new one too.
document.addEventListener("htmx:after:swap", () => {
  for (const one of sent.values()) {
    if (one.answered) continue;
    one.list = document.getElementById(one.list.id) ?? one.list;
    if (isThere(one)) one.item.remove();
    else if (!one.item.isConnected) one.list.append(one.item);
  }
});
