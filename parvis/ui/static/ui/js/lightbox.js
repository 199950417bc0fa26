// Images in full: arrows and swipes go on, Esc closes, the link itself still works with Ctrl.
import { word } from "./words.js";

let box;
let items = [];
let at = 0;

function make() {
  box = document.createElement("dialog");
  box.className = "lightbox";
  box.setAttribute("aria-label", word("pictures"));
  const bar = part("div", "lightbox-bar");
  const count = part("span", "tabular");
  const full = part("a", "button push");
  full.textContent = word("open-original");
  bar.append(count, full, button("✕", "close", () => box.close()));
  const stage = part("div", "lightbox-stage");
  const image = new Image();
  stage.append(button("‹", "previous", () => go(-1)), image, button("›", "next", () => go(1)));
  const caption = part("p", "lightbox-caption");
  box.append(bar, stage, caption);
  document.body.append(box);
  box.addEventListener("keydown", ({ key }) => {
    const on = document.dir === "rtl" ? "ArrowLeft" : "ArrowRight";
    if (key === "ArrowRight" || key === "ArrowLeft") go(key === on ? 1 : -1);
  });
  let start = null;
  stage.addEventListener("pointerdown", ({ clientX }) => { start = clientX; });
  stage.addEventListener("pointerup", ({ clientX }) => {
    if (start !== null && Math.abs(clientX - start) > 50) go((clientX < start) === (document.dir !== "rtl") ? 1 : -1);
    start = null;
  });
}

function part(tag, className) {
  return Object.assign(document.createElement(tag), { className });
}

function button(sign, key, deed) {
  const made = part("button", "button button-icon");
  made.type = "button";
  made.textContent = sign;
  made.setAttribute("aria-label", word(key));
  made.dataset.deed = key;
  made.addEventListener("click", deed);
  return made;
}

function go(step) {
  at = (at + step + items.length) % items.length;
  const link = items[at];
  const shown = box.querySelector("img");
  shown.src = link.href;
  shown.alt = link.querySelector("img")?.alt ?? "";
  box.querySelector(".lightbox-caption").textContent = shown.alt;
  box.querySelector("a").href = link.href;
  box.querySelector(".tabular").textContent = items.length > 1 ? `${at + 1} / ${items.length}` : "";
  for (const key of ["previous", "next"]) box.querySelector(`[data-deed=${key}]`).hidden = items.length < 2;
}

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a.media-item");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || link.dataset.plain !== undefined) return;
  event.preventDefault();
  if (!box) make();
  items = [...link.closest(".media, [data-pictures], body").querySelectorAll("a.media-item")];
  at = items.indexOf(link);
  go(0);
  box.showModal();
});
