// What a page does of the app: it registers the service worker and tells it whose page this is.
import { whenBack } from "../../ui/js/online.js";
import "./install.js";
import { watch } from "./outbox.js";

const { body, documentElement } = document;
const workers = navigator.serviceWorker; // none without https

export const person = body.dataset.livePerson ?? "";

if (workers) {
  // what is written now is kept, however long the worker's update takes
  if (person && workers.controller) watch(person);
  if (document.readyState === "complete") begin();
  else addEventListener("load", begin, { once: true });
}
showKept();

async function begin() {
  // the page first: on a slow line it shall not share it
  await new Promise((resolve) => {
    if (self.requestIdleCallback) requestIdleCallback(resolve, { timeout: 2000 });
    else setTimeout(resolve);
  });
  const registration = await workers.register("/sw.js", { updateViaCache: "none" }).catch(() => null);
  if (!registration) return;
  const { active } = await workers.ready;
  active.postMessage({ type: "here", person, language: documentElement.lang, files: filesOfThisPage() });
  if (person) watch(person);
}

function filesOfThisPage() {
  const named = performance.getEntriesByType("resource").map(({ name }) => new URL(name));
  return named.filter(({ origin, pathname }) => origin === location.origin && pathname.startsWith("/static/")).map(({ pathname }) => pathname);
}

/** This is home from memory: say so, and fetch it anew once there is a network. */
function showKept() {
  const at = Number(body.dataset.keptAt);
  if (!at) return;
  const note = document.getElementById("kept-note");
  const when = new Intl.DateTimeFormat(documentElement.lang, { dateStyle: "medium", timeStyle: "short" });
  note.querySelector("[data-kept-when]").textContent = when.format(at);
  note.hidden = false;
  whenBack(() => {
    const writing = [...document.querySelectorAll("textarea")].some((field) => field.value);
    if (!writing) location.reload();
  });
}
