// Small comforts of fields and words: growing textareas, folded text, copying, Enter sends.
import { all, onContent } from "./content.js";
import { toast } from "./toasts.js";
import { word } from "./words.js";

const grows = CSS.supports("field-sizing", "content");

function measure(field) {
  const filled = field.value.trim() !== "";
  field.closest(".composer, .comment-field")?.classList.toggle("has-text", filled);
  if (grows) return;
  field.style.blockSize = "auto";
  field.style.blockSize = `${field.scrollHeight + 2}px`;
}

document.addEventListener("input", ({ target }) => {
  if (target instanceof HTMLTextAreaElement) measure(target);
});
// Opened on purpose, not by the focus itself: nothing moves under a finger.
document.addEventListener("focusin", ({ target }) => {
  if (target.matches?.(".composer-input, .comment-input")) {
    target.closest(".composer, .comment-field")?.classList.add("composer-open");
  }
});
// What was published is seen, however long the composer was.
document.addEventListener("htmx:after:settle", ({ detail: { newContent, task } }) => {
  if (!task.sourceElement?.matches(".composer")) return;
  newContent.find((node) => node.matches?.(".post"))?.scrollIntoView({ block: "nearest" });
});
// The chosen file is called by its name beside our button.
document.addEventListener("change", ({ target }) => {
  const name = target.matches?.(".file-field > input") && target.parentElement.querySelector(".file-chosen");
  if (name) name.textContent = [...target.files].map((file) => file.name).join(", ");
});
document.addEventListener("reset", ({ target }) => {
  setTimeout(() => all(target, "textarea").forEach(measure));
});

// Enter sends in a conversation, not in the composer; there Ctrl or ⌘ with Enter does.
document.addEventListener("keydown", (event) => {
  const { target } = event;
  if (event.key !== "Enter" || event.isComposing || event.defaultPrevented) return;
  if (!(target instanceof HTMLTextAreaElement) || !target.form) return;
  const sends = target.dataset.send === "enter" && !event.shiftKey;
  if (!sends && !event.ctrlKey && !event.metaKey) return;
  event.preventDefault();
  if (target.value.trim() || target.form.querySelector("[name=files]")) target.form.requestSubmit();
});

document.addEventListener("click", async (event) => {
  const more = event.target.closest?.("button.prose-more");
  if (more) {
    more.parentElement.classList.replace("is-folded", "is-open");
    more.remove();
  }
  const copier = event.target.closest?.("[data-copy]");
  if (copier) {
    await navigator.clipboard.writeText(new URL(copier.dataset.copy, location.href).href);
    toast(word("copied"));
  }
});

onContent((root) => {
  // first everything is measured, then changed: else the page is laid out anew for each
  const folds = all(root, ".prose-fold:not(.is-open, [data-cut])").map((fold) => {
    const prose = fold.querySelector(".prose");
    return [fold, prose.scrollHeight > prose.clientHeight + 48];
  });
  const wide = all(root, ".prose pre, .prose table").filter((box) => box.scrollWidth > box.clientWidth);
  all(root, "textarea").forEach(measure);
  for (const [fold, long] of folds) {
    fold.classList.toggle("is-folded", long);
    fold.classList.toggle("is-short", !long);
  }
  // a task in a list is called by its words
  for (const box of all(root, ".prose li > input[type=checkbox]:not([aria-label])")) {
    box.setAttribute("aria-label", box.parentElement.textContent.trim());
  }
  // what scrolls sideways can be reached by keyboard
  for (const box of wide) box.tabIndex = 0;
  // where CSS cannot (scroll-initial-target), the tab one is on comes into sight
  for (const here of all(root, ".tabs > [aria-current]")) {
    if (here.parentElement.scrollLeft === 0) here.scrollIntoView({ block: "nearest", inline: "nearest" });
  }
  for (const box of all(root, "[data-stick]")) box.scrollTop = box.scrollHeight;
});
