// Short words about what has just been done, in the one live region of the page.
import { word } from "./words.js";

const region = document.getElementById("toasts");

/**
 * Show a toast for a while; longer where it offers to undo, for ever when touched.
 * @param {string} text
 * @param {{kind?: string, undo?: string}} options `undo` is an address to post to
 */
export function toast(text, { kind = "success", undo = "" } = {}) {
  if (!region || !text) return;
  const box = document.createElement("div");
  box.className = `toast toast-${kind}`;
  const words = document.createElement("p");
  words.textContent = text;
  box.append(words);
  if (undo) {
    const button = document.createElement("button");
    button.setAttribute("form", "act");
    button.setAttribute("formaction", undo);
    button.textContent = word("undo");
    box.append(button);
  }
  region.append(box);
  keepFor(box, undo || kind === "error" ? 10000 : 5000);
}

function keepFor(box, time) {
  const close = document.createElement("button");
  close.type = "button";
  close.setAttribute("aria-label", word("close"));
  close.textContent = "✕";
  close.addEventListener("click", () => leave(box));
  box.append(close);
  let timer = setTimeout(() => leave(box), time);
  const wait = () => clearTimeout(timer);
  const again = () => { clearTimeout(timer); timer = setTimeout(() => leave(box), time); };
  box.addEventListener("pointerenter", wait);
  box.addEventListener("focusin", wait);
  box.addEventListener("pointerleave", again);
  box.addEventListener("focusout", again);
}

function leave(box) {
  box.classList.add("is-leaving");
  setTimeout(() => box.remove(), 200);
}

for (const box of region?.children ?? []) keepFor(box, 8000);

// HX-Trigger: {"toast": {"text": …}} or {"toast": "…"}
document.addEventListener("toast", ({ detail }) => toast(detail.text ?? detail.value, detail));
