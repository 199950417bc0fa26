// Reactions: rest the mouse or press long on "React" and the row opens; tap twice and it is done.
const rowOf = (post) => post?.querySelector("details.react");
const first = (post) => filled(rowOf(post))?.querySelector("[data-react]");

// The choices are the same under every post: put there from the page's template when first wanted.
function filled(row) {
  const template = document.getElementById("react-choices");
  if (!row?.dataset.reactTo || !template || row.querySelector(".react-choice")) return row;
  const { reactTo, mine } = row.dataset;
  const list = template.content.firstElementChild.cloneNode(true);
  const named = [...list.querySelectorAll("button[value]")];
  if (mine && !named.some((button) => button.value === mine)) named.at(-1).after(own(named[0], mine));
  for (const button of list.querySelectorAll("button")) {
    for (const name of ["formaction", "hx-post", "data-emoji"]) {
      const address = button.getAttribute(name);
      if (address) button.setAttribute(name, address.replace("/posts/0/", `/posts/${reactTo}/`));
    }
    if (button.value) button.setAttribute("aria-pressed", String(button.value === mine));
  }
  row.querySelector(".react-list").replaceWith(list);
  window.htmx.process(list);
  return row;
}

// An emoji of one's own choice stands beside the six.
function own(model, emoji) {
  const button = model.cloneNode(false);
  button.removeAttribute("data-react");
  button.value = button.textContent = emoji;
  button.setAttribute("aria-label", emoji);
  return button;
}

document.addEventListener("toggle", ({ target }) => {
  if (target.matches?.("details.react[open]")) filled(target);
}, true);

let timer;
document.addEventListener("pointerover", ({ target, pointerType }) => {
  const react = target.closest?.("details.react");
  if (pointerType !== "mouse" || !react) return;
  filled(react);
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

// A finger that rests opens the row, and lifting it does not close it again. Some phones would offer
// to select the word meanwhile (a context menu); Safari on iOS says nothing of a long press.
const REST = 450;
let resting, rested;
const summaryOf = ({ target }) => target.closest?.("details.react > summary");
document.addEventListener("pointerdown", (event) => {
  const summary = event.pointerType === "touch" && summaryOf(event);
  rested = null;
  if (!summary) return;
  resting = setTimeout(() => {
    rested = summary;
    filled(summary.parentElement).setAttribute("open", "");
  }, REST);
});
for (const end of ["pointerup", "pointercancel", "scroll"]) {
  document.addEventListener(end, () => clearTimeout(resting), { capture: true, passive: true });
}
document.addEventListener("click", (event) => {
  if (rested && summaryOf(event) === rested) event.preventDefault();
  rested = null;
});
document.addEventListener("contextmenu", (event) => {
  if (event.pointerType !== "mouse" && summaryOf(event)) event.preventDefault();
});

let tapped = { at: 0, post: null };
document.addEventListener("pointerup", (event) => {
  if (event.pointerType !== "touch") return;
  const post = event.target.closest?.(".post");
  if (!post || event.target.closest("a, button, summary, input, textarea, label")) return;
  const now = event.timeStamp;
  // what one likes already stays liked
  if (tapped.post === post && now - tapped.at < 320 && !rowOf(post)?.dataset.mine) first(post)?.click();
  tapped = { at: now, post };
});

/** Open the row of reactions of a post, by keyboard. */
export function react(post) {
  const row = filled(rowOf(post));
  if (!row) return;
  row.setAttribute("open", "");
  row.querySelector(".react-choice")?.focus();
}
