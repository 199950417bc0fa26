// Calls a function on every piece of the page, now and whenever htmx brings a new one.
import htmx from "../../vendor/htmx.js";

/** @param {(root: Element) => void} enhance must bear being called twice on the same element */
export function onContent(enhance) {
  htmx.onLoad((root) => enhance(root instanceof Element ? root : document.body));
}

/** Every element within `root`, itself included, that matches. */
export function all(root, selector) {
  const found = [...root.querySelectorAll(selector)];
  return root.matches?.(selector) ? [root, ...found] : found;
}
