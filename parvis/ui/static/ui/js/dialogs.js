// data-dialog="#id" opens, data-close or a click beside closes; fetched words come by htmx.
document.addEventListener("click", (event) => {
  const opener = event.target.closest?.("[data-dialog]");
  if (opener) show(document.querySelector(opener.dataset.dialog));
  const closer = event.target.closest?.("[data-close]");
  if (closer) closer.closest("dialog")?.close();
  if (event.target instanceof HTMLDialogElement && beside(event)) event.target.close();
});

// What a fetched dialog did succeeded: the server says HX-Trigger: {"close-dialog": true}
document.addEventListener("close-dialog", () => {
  for (const dialog of document.querySelectorAll("dialog[open]")) dialog.close();
});

export function show(dialog) {
  if (dialog && !dialog.open) dialog.showModal();
}

function beside({ clientX, clientY, target }) {
  const box = target.getBoundingClientRect();
  return clientX < box.left || clientX > box.right || clientY < box.top || clientY > box.bottom;
}
