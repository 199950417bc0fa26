// A conversation that lives: new lines at the bottom, older ones by scrolling up, read marks.
//
// The server says that there is news (`parvis:nudge`); the lines are fetched under one's own rights.
import htmx from "../../vendor/htmx.js";
import { token } from "../../ui/js/requests.js";

const NEAR = 80; // pixels from the bottom that count as being there
let room, scroll, list, pill, busy, readUpTo, stuck;

function enter() {
  room = document.getElementById("room");
  scroll = document.getElementById("scroll");
  list = document.getElementById("lines");
  if (!room || !list) return;
  pill = document.getElementById("new-lines");
  busy = Promise.resolve();
  readUpTo = room.dataset.last;
  pill.addEventListener("click", toEnd);
  scroll.addEventListener("scroll", scrolled, { passive: true });
  place();
  stuck = atEnd();
  // pictures arrive, the field grows, a keyboard opens: who was at the end stays there
  const size = new ResizeObserver(() => { if (stuck) scroll.scrollTop = scroll.scrollHeight; });
  for (const element of [list, scroll]) size.observe(element);
  watchTop();
}

const base = () => `/conversations/${room.dataset.space}/`;
const lineOf = (id) => document.getElementById(`post-${id}`);
const lines = () => list.querySelectorAll(".chat-line");
const atEnd = () => scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < NEAR;

/** Begin where the link leads, at what is new, or at the end. */
function place() {
  const named = location.hash.startsWith("#post-") && document.getElementById(location.hash.slice(1));
  const since = list.querySelector("[data-since]");
  if (named) {
    named.classList.add("is-focused");
    named.scrollIntoView({ block: "center" });
  } else if (since) since.scrollIntoView({ block: "center" });
  else scroll.scrollTop = scroll.scrollHeight;
}

function toEnd() {
  scroll.scrollTop = scroll.scrollHeight;
  pill.hidden = true;
  markRead();
}

function scrolled() {
  stuck = atEnd();
  if (!stuck) return;
  pill.hidden = true;
  markRead();
}

async function ask(query) {
  const answer = await fetch(`${base()}lines?${query}`, { headers: { "HX-Request": "true" } });
  if (answer.redirected || answer.status === 404) return { gone: true, status: answer.status };
  if (!answer.ok) throw new Error(String(answer.status));
  const box = document.createElement("ol");
  box.innerHTML = await answer.text();
  return { items: [...box.children], more: answer.headers.get("Parvis-More") === "yes" };
}

/** One request after the other, so that no line comes twice. */
function queue(deed) {
  busy = busy.then(deed).catch(() => {});
  return busy;
}

async function catchUp() {
  if (!("atEnd" in room.dataset)) return;
  const stay = atEnd();
  let found;
  do {
    found = await ask(`after=${room.dataset.last}`);
    if (found.gone) return leave();
    found.items = found.items.filter((item) => !item.id || !lineOf(item.id.slice(5)));
    const fresh = found.items.filter((item) => item.dataset.post);
    if (!fresh.length) break;
    list.querySelector(".chat-empty")?.remove();
    list.append(...found.items);
    found.items.forEach((item) => htmx.process(item));
    room.dataset.last = fresh.at(-1).dataset.post;
    const mine = fresh.some((item) => item.classList.contains("chat-mine"));
    if (stay || mine) scroll.scrollTop = scroll.scrollHeight;
    else pill.hidden = false;
    announce(fresh);
    fresh.forEach((line) => stopTyping(line.dataset.author));
  } while (found.more);
  markRead();
}

/** I am no longer in it (or signed out): what stands here is not mine to read any more. */
function leave() {
  location.assign("/conversations/");
}

async function refreshLine(id) {
  const old = lineOf(id);
  if (!old || old.querySelector(".chat-edit")) return;
  const found = await ask(`only=${id}`);
  const fresh = found.items?.find((item) => item.dataset.post === id);
  if (!fresh) return removeLine(old);
  const stay = atEnd();
  // one that had a menu open keeps its place; a day above it stands already
  old.replaceWith(fresh);
  htmx.process(fresh);
  if (stay) scroll.scrollTop = scroll.scrollHeight;
}

function removeLine(line) {
  const next = line.nextElementSibling;
  const previous = line.previousElementSibling;
  if (previous?.matches(".chat-day, .since") && !next?.matches(".chat-line")) previous.remove();
  line.remove();
  if (next?.matches(".chat-follows")) refreshLine(next.dataset.post);
}

document.addEventListener("parvis:nudge", ({ detail }) => {
  if (!room?.isConnected) return;
  if (!detail.space && !detail.person) queue(catchUp);
  else if (detail.what === "rights") queue(catchUp);
  else if (detail.space !== room.dataset.space) return;
  else if (detail.what === "conversation.typing") showTyping(detail);
  else if (detail.what === "post.published") setTimeout(() => queue(catchUp), Math.random() * 120);
  else if (detail.post && detail.what !== "conversation.read") queue(() => refreshLine(detail.post));
});

// What I have sent stands there at once, whether a nudge comes or not.
document.addEventListener("htmx:after:request", ({ detail: { ctx } }) => {
  const form = ctx.sourceElement;
  if (form?.id !== "say" || ctx.response?.status >= 400) return;
  form.reset();
  saidAt = 0;
  form.querySelector("textarea").focus();
  if ("atEnd" in room.dataset) queue(catchUp);
  else location.assign(base());
});

document.addEventListener("click", (event) => {
  const cancel = event.target.closest?.("[data-restore]");
  if (!cancel || !room?.isConnected) return;
  const line = lineOf(cancel.dataset.restore);
  if (!line) return;
  event.preventDefault();
  line.querySelector(".chat-edit").remove();
  queue(() => refreshLine(cancel.dataset.restore));
});

const SAY_EVERY = 3000; // milliseconds between two words that I am writing
const BELIEVE_FOR = 5000; // how long one word of somebody else's holds
let saidAt = 0;
const writers = new Map();

/** While I write, the others' pages hear of it; never what. */
document.addEventListener("input", ({ target }) => {
  if (!room?.isConnected || !target.matches?.("#say textarea") || !target.value.trim()) return;
  if (Date.now() - saidAt < SAY_EVERY) return;
  saidAt = Date.now();
  fetch(`${base()}typing`, { method: "POST", headers: { "X-CSRFToken": token() } }).catch(() => {});
});

function showTyping({ by, name }) {
  if (by === document.body.dataset.livePerson) return;
  clearTimeout(writers.get(by)?.timer);
  writers.set(by, { name, timer: setTimeout(() => stopTyping(by), BELIEVE_FOR) });
  drawTyping();
}

function stopTyping(by) {
  clearTimeout(writers.get(by)?.timer);
  if (writers.delete(by)) drawTyping();
}

function drawTyping() {
  const place = document.getElementById("typing");
  if (!place) return;
  const names = [...writers.values()].map(({ name }) => name).slice(0, 3);
  const last = names.length > 1 ? ` ${place.dataset.and} ${names.pop()}` : "";
  place.textContent = names.length ? (last ? place.dataset.many : place.dataset.one).replace("%s", () => names.join(", ") + last) : "";
}

function watchTop() {
  const older = document.getElementById("older");
  if (!older) return;
  const eye = new IntersectionObserver(([entry]) => {
    if (entry.isIntersecting) queue(() => fetchOlder(older, eye));
  }, { root: scroll, rootMargin: "300px 0px 0px" });
  eye.observe(older);
}

async function fetchOlder(link, eye) {
  if (!link.isConnected) return;
  const first = lines()[0];
  const found = await ask(`before=${first.dataset.post}`);
  if (found.gone) return;
  const height = scroll.scrollHeight;
  const item = link.parentElement;
  // the day of the first line here stands above an older line of the same day already
  const day = list.querySelector(`.chat-day[data-day="${first.dataset.post}"]`);
  const last = found.items.findLast((one) => one.dataset.post);
  item.after(...found.items);
  found.items.forEach((one) => htmx.process(one));
  if (last && day && sameDay(last, first)) day.remove();
  if (found.more) {
    eye.unobserve(link);
    eye.observe(link);
  } else item.remove();
  scroll.scrollTop += scroll.scrollHeight - height;
}

const dayOf = (line) => new Date(line.querySelector("time").dateTime).toDateString();
const sameDay = (one, other) => dayOf(one) === dayOf(other);

function markRead() {
  const last = room.dataset.last;
  if (document.visibilityState !== "visible" || !atEnd() || last === readUpTo || !("atEnd" in room.dataset)) return;
  readUpTo = last;
  const body = new URLSearchParams({ line: last });
  fetch(`${base()}read`, { method: "POST", body, headers: { "X-CSRFToken": token() } })
    .then((answer) => { if (answer.ok) showRead(); })
    .catch(() => { readUpTo = null; });
}

/** The list beside says no longer that something waits here. */
function showRead() {
  const row = document.querySelector("#conversations [aria-current]")?.closest(".list-row");
  row?.classList.remove("is-unread");
  row?.querySelector(".badge")?.remove();
}
document.addEventListener("visibilitychange", () => { if (room?.isConnected && scroll) markRead(); });

/** Tell a screen reader what others have just said. */
function announce(fresh) {
  const said = document.getElementById("said");
  if (!said) return;
  said.textContent = fresh
    .filter((line) => !line.classList.contains("chat-mine"))
    .map((line) => `${line.querySelector(".chat-who, .visually-hidden")?.textContent ?? ""} ${line.querySelector(".chat-bubble").textContent}`)
    .join(". ");
}

enter();
