// The emoji picker. Our own small one, since the package's injects a <style>, which the content
// policy forbids; its database is used. data-emoji puts the choice where one writes;
// data-emoji="/posts/7/react" posts it as `emoji`.
import { emojiOfGroup, searchEmoji } from "./emojidata.js";
import { word } from "./words.js";

const GROUPS = [[0, "😀"], [1, "👋"], [3, "🌿"], [4, "🍎"], [5, "🚲"], [6, "🎉"], [7, "💡"], [8, "❤️"], [9, "🏁"]];
let panel;
let opener;

function make() {
  panel = document.createElement("div");
  panel.className = "emoji-panel";
  panel.popover = "auto";
  panel.setAttribute("role", "dialog");
  panel.setAttribute("aria-label", word("emoji"));
  const search = document.createElement("input");
  search.type = "search";
  search.className = "input";
  search.setAttribute("aria-label", word("find-emoji"));
  search.placeholder = word("find-emoji");
  const groups = document.createElement("div");
  groups.className = "emoji-groups";
  groups.append(...GROUPS.map(([group, sign]) => groupButton(group, sign)));
  const grid = document.createElement("div");
  grid.className = "emoji-grid";
  panel.append(search, groups, grid);
  document.body.append(panel);
  search.addEventListener("input", async () => {
    if (search.value.length > 1) fill(await searchEmoji(search.value));
    else choose(0);
  });
  grid.addEventListener("click", ({ target }) => target.closest("button") && pick(target.closest("button").value));
}

function groupButton(group, sign) {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = sign;
  button.dataset.group = group;
  button.setAttribute("aria-label", word(`emoji-${group}`));
  button.addEventListener("click", () => choose(group));
  return button;
}

async function choose(group) {
  for (const button of panel.querySelectorAll("[data-group]")) {
    button.setAttribute("aria-pressed", String(button.dataset.group === String(group)));
  }
  fill(await emojiOfGroup(group));
}

function fill(found) {
  panel.querySelector(".emoji-grid").replaceChildren(...found.slice(0, 260).map(({ emoji, label }) => {
    const button = document.createElement("button");
    button.type = "button";
    button.value = emoji;
    button.textContent = emoji;
    button.title = label;
    button.setAttribute("aria-label", label);
    return button;
  }));
}

function pick(emoji) {
  panel.hidePopover();
  opener.closest("details.menu")?.removeAttribute("open");
  const address = opener.dataset.emoji;
  if (address) return post(address, emoji);
  const field = opener.form?.querySelector("textarea") ?? opener.closest("form")?.querySelector("textarea");
  if (!field) return;
  field.setRangeText(emoji, field.selectionStart, field.selectionEnd, "end");
  field.focus();
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

// A hidden sibling button does what the six named reactions do, so that htmx treats it alike.
function post(address, emoji) {
  const twin = opener.parentElement.querySelector("button[form='act'][name='emoji']");
  const button = twin.cloneNode(false);
  button.value = emoji;
  button.hidden = true;
  opener.parentElement.append(button);
  window.htmx.process(button);
  button.click();
  setTimeout(() => button.remove(), 0);
}

function place() {
  const at = opener.getBoundingClientRect();
  const size = panel.getBoundingClientRect();
  const start = document.dir === "rtl" ? at.right - size.width : at.left;
  const left = Math.min(Math.max(8, start), innerWidth - size.width - 8);
  const above = at.top - size.height - 6;
  panel.style.left = `${left}px`;
  panel.style.top = `${above > 8 ? above : Math.min(at.bottom + 6, innerHeight - size.height - 8)}px`;
}

document.addEventListener("click", async (event) => {
  const asked = event.target.closest?.("[data-emoji]");
  if (!asked) return;
  event.preventDefault();
  opener = asked;
  if (!panel) make();
  // a modal dialog hides what stands outside it
  (asked.closest("dialog") ?? document.body).append(panel);
  panel.showPopover();
  await choose(0);
  place();
  panel.querySelector("input").focus();
});
