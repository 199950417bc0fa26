// Reactions: rest the mouse or press long on "React" and the row opens; tap twice and it is done.
const first = (post) => post?.querySelector("[data-react]") ?? post?.querySelector(".react-choice");

let timer;
document.addEventListener("pointerover", ({ target, pointerType }) => {
  const react = target.closest?.("details.react");
  if (pointerType !== "mouse" || !react) return;
  clearTimeout(timer);
  timer = setTimeout(() => react.setAttribute("open", ""), 450);
});
document.addEventListener("pointerout", ({ target, pointerType, relatedTarget }) => {
  const react = target.closest?.("details.react");
  if (pointerType !== "mouse" || !react || react.contains(relatedTarget)) return;
  clearTimeout(timer);
  if (!react.contains(document.activeElement) || document.activeElement.matches("summary")) {
    timer = setTimeout(() => react.removeAttribute("open"), 350);
  }
});

let tapped = { at: 0, post: null };
document.addEventListener("pointerup", (event) => {
  if (event.pointerType !== "touch") return;
  const post = event.target.closest?.(".post");
  if (!post || event.target.closest("a, button, summary, input, textarea, label")) return;
  const now = event.timeStamp;
  if (tapped.post === post && now - tapped.at < 320) first(post)?.click();
  tapped = { at: now, post };
});

/** Open the row of reactions of a post, by keyboard. */
export function react(post) {
  const row = post?.querySelector("details.react");
  if (!row) return first(post)?.click();
  row.setAttribute("open", "");
  row.querySelector(".react-choice")?.focus();
}
