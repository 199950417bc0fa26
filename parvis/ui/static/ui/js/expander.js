// Names after @, tags after #, emoji after : offer themselves in every <text-expander>.
import "../../vendor/text-expander.js";
import { searchEmoji } from "./emojidata.js";

const EDGE = 8;
const sources = {
  "@": (query) => ask("people", query),
  "#": (query) => ask("tags", query),
  ":": async (query) => (query.length < 2 ? [] : (await searchEmoji(query)).slice(0, 8)),
};

async function ask(kind, query) {
  if (!query) return [];
  try {
    const answer = await fetch(`/complete/${kind}?q=${encodeURIComponent(query)}`, {
      headers: { Accept: "application/json" },
    });
    return answer.ok ? (await answer.json()).slice(0, 8) : [];
  } catch {
    return [];
  }
}

function face(offer) {
  if (offer.emoji) {
    const sign = document.createElement("span");
    sign.className = "suggestion-emoji";
    sign.textContent = offer.emoji;
    return sign;
  }
  const box = document.createElement("span");
  box.className = `avatar avatar-s avatar-${offer.shape === "space" ? "space" : "person"} hue-${hue(offer.text)}`;
  if (offer.image) {
    const image = new Image();
    image.src = offer.image;
    image.alt = "";
    box.append(image);
  } else {
    box.textContent = offer.label.replace(/^[@#]/, "").slice(0, 1).toUpperCase();
  }
  return box;
}

const hue = (text) => [...text].reduce((sum, letter) => sum + letter.codePointAt(0), 0) % 12;

function row(offer, key) {
  const item = document.createElement("li");
  item.className = "suggestion";
  item.role = "option";
  item.dataset.value = offer.text;
  const words = document.createElement("span");
  words.className = "suggestion-text";
  const label = document.createElement("span");
  label.textContent = offer.label;
  words.append(label);
  if (offer.hint) {
    const hint = document.createElement("span");
    hint.className = "suggestion-hint";
    hint.textContent = offer.hint;
    words.append(hint);
  }
  if (key !== "#") item.append(face(offer));
  item.append(words);
  return item;
}

async function menu(key, query) {
  const offers = await sources[key](query);
  const list = document.createElement("ul");
  list.className = "suggestions";
  list.role = "listbox";
  list.ariaLabel = key + query; // what it offers itself for, in any language
  list.append(...offers.map((offer) => row(offer, key)));
  return { matched: offers.length > 0, fragment: list };
}

document.addEventListener("text-expander-change", ({ detail }) => {
  if (sources[detail.key]) detail.provide(menu(detail.key, detail.text));
}, true);
// The library calls the field a combobox, which a field of several lines may not be (ARIA in HTML):
// it stays a text field, and what is offered is its active descendant.
document.addEventListener("text-expander-activate", ({ target }) => {
  const field = target.querySelector("textarea");
  queueMicrotask(() => {
    ["role", "aria-expanded"].forEach((name) => field?.removeAttribute(name));
    moveInside(target.querySelector(".suggestions"), field);
  });
}, true);

// It hangs at the caret: near an edge of the screen (or the keyboard's) it would be cut off.
function moveInside(list, field) {
  if (!list) return;
  const { width, height } = visualViewport;
  const { left, right, top, bottom, height: tall } = list.getBoundingClientRect();
  const line = parseFloat(getComputedStyle(field).lineHeight) || 24;
  const over = Math.min(0, width - EDGE - right);
  const x = left + over < EDGE ? EDGE - left : over;
  const y = bottom > height && top - line - tall >= 0 ? -tall - line : 0;
  list.style.translate = `${x}px ${y}px`;
}
document.addEventListener("text-expander-value", ({ detail }) => {
  detail.value = detail.item.dataset.value;
}, true);
document.addEventListener("text-expander-committed", ({ detail }) => {
  detail.input.dispatchEvent(new Event("input", { bubbles: true }));
}, true);
