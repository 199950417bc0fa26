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

/** Show on what was pressed that it is on its way, as long as it is. */
export async function busy(openers, going) {
  for (const opener of openers) opener.ariaBusy = "true";
  try {
    return await going;
  } finally {
    for (const opener of openers) opener.ariaBusy = null;
  }
}

function beside({ clientX, clientY, target }) {
  const box = target.getBoundingClientRect();
  return clientX < box.left || clientX > box.right || clientY < box.top || clientY > box.bottom;
}
