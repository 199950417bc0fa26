// A link in what one writes: the card that readers will see of it, before it is sent.
import { token } from "./requests.js";

const LINK = /https?:\/\/[^\s<>()[\]"'`]+/g;
const PAUSE = 800;
const AGAIN = 1000;
const PATIENCE = 8;
const timers = new WeakMap();
const boxOf = (form) => form?.querySelector("[data-ahead]");

document.addEventListener("input", ({ target }) => {
  const box = target.matches?.("textarea") && boxOf(target.form);
  if (!box) return;
  clearTimeout(timers.get(box));
  timers.set(box, setTimeout(() => look(box, target), PAUSE));
});
document.addEventListener("reset", ({ target }) => {
  const box = boxOf(target);
  if (box) show(box, "", "");
});

function show(box, links, html) {
  clearTimeout(timers.get(box));
  box.dataset.of = links;
  box.innerHTML = html;
}

/** Ask for the card, and again while the server is still looking. */
async function look(box, field, patience = PATIENCE) {
  const links = (field.value.match(LINK) ?? []).map((link) => link.replace(/[.,;:!?*_~]+$/, "")).slice(0, 5);
  const of = links.join(" ");
  if (patience === PATIENCE && of === (box.dataset.of ?? "")) return;
  if (!links.length || !patience) return show(box, of, "");
  box.dataset.of = of;
  let answer;
  try {
    const body = new URLSearchParams(links.map((link) => ["url", link]));
    answer = await fetch(box.dataset.ahead, { method: "POST", body, headers: { "X-CSRFToken": token() } });
  } catch {
    delete box.dataset.of; // no connection: asked again with the next word
    return;
  }
  const html = answer.status === 200 && !answer.redirected ? await answer.text() : "";
  if (box.dataset.of !== of) return;
  if (answer.status === 202) timers.set(box, setTimeout(() => look(box, field, patience - 1), AGAIN));
  else show(box, of, html);
}
