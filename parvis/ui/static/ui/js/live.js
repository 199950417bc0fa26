// Nudges: the server says where there is news, the page fetches it under its own rights.
//
// GET /live?space=… is a stream of events: `nudge` with {space, thread, post, what} or
// {person, what} or {what: "rights"}. Every nudge becomes `parvis:nudge` on document; elements
// with data-live-space, -thread or -person (ids with spaces between) and perhaps data-live-what
// ("post comment") get an event `nudge`, spread over a moment, for hx-trigger="nudge".
// `bye` ends it, with {signed_out: true} where the session has ended.
// With `since=` the stream tells first what the page has missed.
import htmx from "../../vendor/htmx.js";
import { onContent } from "./content.js";
import { leaveIfSignedOut, toTheDoor } from "./requests.js";

const SPREAD = 350;
const NAMED = 20; // the server hears of my own spaces anyway
const MARKED = "[data-live-space], [data-live-thread], [data-live-person], [data-live-home]";
const person = document.body.dataset.livePerson;
const later = new WeakMap();
let source = null;
let address = "";
let failures = 0;
let lost = false;
// Up to when this page knows everything: when it was made, then the last event it heard.
let known = document.body.dataset.liveSince ?? "";

const ids = (value) => (value ?? "").split(/\s+/).filter(Boolean);

function wanted() {
  const named = new Set();
  for (const element of document.querySelectorAll("[data-live-space]")) {
    for (const id of ids(element.dataset.liveSpace)) named.add(id);
  }
  const query = [...named].slice(0, NAMED).map((id) => `space=${encodeURIComponent(id)}`).join("&");
  return query ? `/live?${query}` : "/live";
}

function connect() {
  if (!person || document.visibilityState === "hidden") return;
  address = wanted();
  source?.close();
  const since = known && `${address.includes("?") ? "&" : "?"}since=${encodeURIComponent(known)}`;
  source = new EventSource(address + since);
  source.addEventListener("ready", ({ lastEventId }) => {
    known = lastEventId || known;
    failures = 0;
    document.documentElement.classList.remove("is-offline");
    if (lost) hear({ what: "reconnected" });
    lost = false;
  });
  source.addEventListener("nudge", ({ data, lastEventId }) => {
    known = lastEventId || known;
    hear(JSON.parse(data));
  });
  source.addEventListener("bye", ({ data }) => {
    if (JSON.parse(data).signed_out) return toTheDoor();
    again();
  });
  source.addEventListener("error", ({ target }) => {
    if (target.readyState === EventSource.CLOSED) stillSignedIn(); // an answer, but no stream
    again();
  });
}

function again() {
  source?.close();
  source = null;
  lost = true;
  failures += 1;
  if (failures > 2) document.documentElement.classList.add("is-offline");
  const wait = Math.min(30000, 1000 * 2 ** Math.min(failures - 1, 5));
  setTimeout(connect, wait * (0.5 + Math.random()));
}

/** Where my session has ended, what stands here is no longer shown. */
async function stillSignedIn() {
  const answer = await fetch("/ui/badges", { headers: { Accept: "application/json" } }).catch(() => null);
  if (answer) leaveIfSignedOut(answer);
}

/** Pass a nudge on to the page. */
function hear(nudge) {
  document.dispatchEvent(new CustomEvent("parvis:nudge", { detail: nudge }));
  for (const element of document.querySelectorAll(MARKED)) {
    if (element !== document.body && concerns(element, nudge)) refresh(element);
  }
  if (nudge.person || !nudge.space) refreshBadges();
}

export function concerns({ dataset }, nudge) {
  if (!nudge.space && !nudge.person) return true; // rights changed, connection came back: look again
  const kinds = ids(dataset.liveWhat);
  if (kinds.length && !kinds.some((kind) => (nudge.what ?? "").startsWith(kind))) return false;
  if (nudge.person) return "livePerson" in dataset;
  if (dataset.liveThread) return ids(dataset.liveThread).includes(nudge.thread);
  if ("liveHome" in dataset) return (nudge.what ?? "").startsWith("post.");
  return ids(dataset.liveSpace).includes(nudge.space);
}

function refresh(element) {
  clearTimeout(later.get(element));
  later.set(element, setTimeout(() => {
    // An answer that was under way has put another in its place, and may not know the news yet.
    if (!element.isConnected) return refreshHeir(element);
    // Nothing moves under a finger: while one writes inside, it waits.
    if (writingIn(element) || element.classList.contains(htmx.config.requestClass)) return refresh(element);
    htmx.trigger(element, "nudge", {}, false);
  }, writingIn(element) ? 1500 : 30 + Math.random() * SPREAD));
}

function refreshHeir({ id }) {
  const heir = id && document.getElementById(id);
  if (heir?.matches?.(MARKED)) refresh(heir);
}

function writingIn(element) {
  const field = document.activeElement;
  return element !== field && element.contains(field) && field.matches("textarea, input") && field.value !== "";
}

let counting;
function refreshBadges() {
  clearTimeout(counting);
  counting = setTimeout(async () => {
    const answer = await fetch("/ui/badges", { headers: { Accept: "application/json" } }).catch(() => null);
    if (answer?.ok && !answer.redirected) showBadges(await answer.json());
  }, 30 + Math.random() * SPREAD);
}

function showBadges(counts) {
  for (const badge of document.querySelectorAll("[data-badge]")) {
    const count = counts[badge.dataset.badge] ?? 0;
    badge.hidden = !count;
    const [shown, said] = badge.children;
    if (shown) shown.textContent = count > 99 ? "99+" : String(count);
    if (said) said.textContent = said.textContent.replace(/\d+/, String(count));
  }
}

// "3 new posts" waits above the feed. With an address the server counts; else nudges of new roots.
const unseen = new Set();
document.addEventListener("parvis:nudge", async ({ detail }) => {
  for (const pill of document.querySelectorAll("[data-live-pill]")) {
    if (pill.dataset.livePill) countBy(pill);
    else if (detail.what?.startsWith("post.published") && detail.post === detail.thread &&
      concerns(pill, detail) && !document.getElementById(`post-${detail.post}`)) {
      unseen.add(detail.post);
      // what I have just written myself arrives by its own way
      setTimeout(() => {
        for (const id of unseen) if (document.getElementById(`post-${id}`)) unseen.delete(id);
        showPill(pill, unseen.size);
      }, 800);
    }
  }
});

const asked = new WeakMap();
function countBy(pill) {
  clearTimeout(asked.get(pill));
  asked.set(pill, setTimeout(async () => {
    const answer = await fetch(pill.dataset.livePill, { headers: { Accept: "application/json" } }).catch(() => null);
    if (answer?.ok && !answer.redirected) showPill(pill, (await answer.json()).count);
  }, 30 + Math.random() * SPREAD));
}

function showPill(pill, count) {
  pill.hidden = !count;
  const words = count === 1 ? pill.dataset.one : pill.dataset.many;
  const place = pill.querySelector("[data-live-words]") ?? pill;
  if (count) place.textContent = (words ?? "%s").replace("%s", count);
}

document.addEventListener("click", ({ target }) => {
  const pill = target.closest?.("[data-live-pill]");
  if (!pill) return;
  unseen.clear();
  scrollTo({ top: 0 });
  setTimeout(() => { if (pill.matches("[hx-get]")) pill.hidden = true; });
});

document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "visible" && !source) {
    lost = true;
    connect();
  }
});
addEventListener("online", () => { if (!source) connect(); });
addEventListener("pagehide", () => { source?.close(); source = null; });
addEventListener("pageshow", ({ persisted }) => { if (persisted) { lost = true; connect(); } });

let settling;
onContent(() => {
  clearTimeout(settling);
  settling = setTimeout(() => { if (!source || wanted() !== address) connect(); }, source ? 400 : 0);
});
