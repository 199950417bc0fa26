// What will surely succeed is shown at once, and undone where the server refuses (requests.js then
// says why): a reaction, and keeping for later.
const undo = new WeakMap();

document.addEventListener("htmx:before:request", ({ detail: { ctx } }) => {
  const button = ctx.sourceElement;
  if (!(button instanceof HTMLButtonElement)) return;
  const row = button.name === "emoji" && button.closest("details.react");
  if (row) reacted(button, row);
  else if (/\/save$/.test(button.getAttribute("formaction") ?? "") && button.hasAttribute("aria-pressed")) saved(button);
});

function reacted(button, row) {
  const summary = row.querySelector("summary");
  const before = [...summary.childNodes];
  const mine = row.dataset.mine;
  const had = summary.hasAttribute("data-mine");
  undo.set(button, () => {
    summary.replaceChildren(...before);
    row.dataset.mine = mine;
    summary.toggleAttribute("data-mine", had);
  });
  if (button.value === mine) return;
  const sign = Object.assign(document.createElement("span"), { className: "emoji-mine", textContent: button.textContent.trim() || button.value });
  sign.setAttribute("aria-hidden", "true");
  const name = Object.assign(document.createElement("span"), { textContent: button.getAttribute("aria-label") ?? button.value });
  summary.replaceChildren(sign, " ", name);
  summary.toggleAttribute("data-mine", true);
}

function saved(button) {
  const before = button.getAttribute("aria-pressed");
  undo.set(button, () => button.setAttribute("aria-pressed", before));
  button.setAttribute("aria-pressed", String(before !== "true"));
}

function settle({ detail: { ctx } }) {
  const button = ctx?.sourceElement;
  if (!undo.has(button)) return;
  if (!ctx.response || ctx.response.status >= 400) undo.get(button)();
  undo.delete(button);
}

document.addEventListener("htmx:after:request", settle);
document.addEventListener("htmx:error", settle);
