// htmx 4: what becomes of answers that are no fragments. Nothing typed is ever swapped away.
import htmx from "../../vendor/htmx.js";
import { toast } from "./toasts.js";
import { word } from "./words.js";

// 422 carries a form with its errors and is shown; the others are told in a toast.
htmx.config.noSwap = [204, 304, 400, 401, 403, 404, 409, 413, 429, "5xx"];

/** What Django wants to see of a request that changes something, as this page has it. */
export const token = () => document.querySelector("#act [name=csrfmiddlewaretoken]")?.value ?? "";

/** Leave a page that is nobody's any more; who signs in comes back to it. */
export function toTheDoor() {
  location.assign(`/account/login/?next=${encodeURIComponent(location.pathname + location.search)}`);
}

/** Signed out meanwhile: the answer is the sign-in page. Goes there; tells whether that was so. */
export function leaveIfSignedOut({ status, redirected, url }) {
  const path = new URL(url, location.href).pathname;
  const out = status === 401 || (redirected && path.startsWith("/account/login"));
  if (out) toTheDoor();
  return out;
}

document.addEventListener("htmx:before:response", (event) => {
  if (leaveIfSignedOut(event.detail.ctx.response.raw)) event.preventDefault();
});

// Nobody asked for what a nudge fetches: where it fails, nothing is said. A post that is gone for
// its reader leaves the page; on its own page that is told.
const isNudge = ({ sourceEvent }) => sourceEvent?.type === "nudge";

function renewed({ sourceElement, response }) {
  const post = sourceElement.closest(".post[data-post]");
  if (response.status !== 404 || post !== sourceElement) return;
  if (!post.closest(".feed")) toast(word("gone"), { kind: "error" });
  post.remove();
}

document.addEventListener("htmx:response:error", (event) => {
  const { ctx } = event.detail;
  if (isNudge(ctx)) return renewed(ctx);
  if (ctx.response.status === 422 || ctx.hx?.trigger?.includes("toast")) return;
  const plain = ctx.response.headers.get("Content-Type")?.startsWith("text/plain");
  const known = { 403: "forbidden", 404: "gone", 413: "large", 429: "slowly" };
  toast(plain ? ctx.text : word(known[ctx.response.status] ?? "failed"), { kind: "error" });
});

document.addEventListener("htmx:error", (event) => {
  const { ctx, error } = event.detail;
  // what the outbox keeps, it speaks of itself
  if (ctx?.sourceElement?.matches?.("[data-outbox]") && navigator.serviceWorker?.controller) return;
  if (ctx && !isNudge(ctx) && error instanceof TypeError && !ctx.response) toast(word("offline"), { kind: "error" });
});

// A post that is renewed in place stays as its reader has it: what they opened stays open.
const words = (fold) => fold.querySelector(".prose")?.innerHTML;
const sameWords = (fold, other) =>
  fold.matches?.(".prose-fold") && other.matches?.(".prose-fold") &&
  ((fold.dataset.cut && fold.dataset.cut === other.dataset.cut) || words(fold) === words(other));
htmx.registerExtension("as-its-reader-has-it", {
  htmx_before_morph_node: (node, { newNode }) =>
    !node.matches?.("details.menu[open], [data-post].is-editing, .reply-place:has(form)") &&
    !sameWords(node, newNode),
  htmx_before_morph_attr: (node, { attrName }) => !(attrName === "open" && node.matches("details")),
});
