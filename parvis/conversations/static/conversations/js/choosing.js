// Enter in the field that looks for colleagues takes the first of those found, as any list does.
document.addEventListener("keydown", (event) => {
  const field = event.target;
  if (event.key !== "Enter" || event.isComposing || field.id !== "who" || !field.value.trim()) return;
  const found = document.getElementById("found");
  const first = found.querySelector("input:not(:checked)");
  if (!first || found.dataset.for !== field.value) return; // it still answers what was typed before
  event.preventDefault();
  first.checked = true;
  field.value = "";
  field.dispatchEvent(new Event("input", { bubbles: true }));
});
