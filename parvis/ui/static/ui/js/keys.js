// One key each: j k o r c / n ? (Esc is the menus' and the browser's). Never while one writes.
import { show } from "./dialogs.js";
import { react } from "./react.js";

const posts = () => [...document.querySelectorAll("article.post")];
const current = () =>
  document.activeElement?.closest?.("article.post") ??
  posts().find((post) => post.getBoundingClientRect().bottom > 120) ?? null;

function walk(step) {
  const list = posts();
  const focused = document.activeElement?.closest?.("article.post");
  const at = focused ? list.indexOf(focused) + step : list.indexOf(current());
  const next = list[Math.max(0, Math.min(list.length - 1, at))];
  if (!next) return;
  if (!next.hasAttribute("tabindex")) next.tabIndex = -1;
  next.focus({ preventScroll: true });
  next.scrollIntoView({ block: "start" });
}

const deeds = {
  j: () => walk(1),
  k: () => walk(-1),
  o: () => current()?.querySelector("[data-permalink], .post-meta a")?.click(),
  r: () => react(current()),
  c: () => {
    const post = current();
    const field = post?.querySelector(".comment-input");
    if (field) field.focus();
    else post?.querySelector("[data-comment]")?.click();
  },
  "?": () => show(document.getElementById("keys")),
};

function shortcut(key) {
  const target = document.querySelector(`[data-shortcut="${CSS.escape(key)}"]`);
  if (!target) return key === "/" && document.querySelector(".nav-find")?.click();
  if (!target.matches("input, textarea")) return target.click();
  if (target.offsetParent === null) return document.querySelector(".nav-find")?.click();
  target.focus();
  target.select?.();
}

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (event.target.closest?.("input, textarea, select, [contenteditable], dialog[open], [popover]")) return;
  const deed = deeds[event.key] ?? (/^[/a-z]$/.test(event.key) ? () => shortcut(event.key) : null);
  if (!deed) return;
  if (event.key === "/" || deeds[event.key]) event.preventDefault();
  deed();
});
