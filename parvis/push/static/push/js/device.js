// Notifications on this device: turned on and off on the page of one's devices, by a click alone;
// and renewed once a day elsewhere, since a subscription lives as long as its session.
import { token } from "../../ui/js/requests.js";

const person = document.body.dataset.livePerson ?? "";
const place = document.getElementById("push");
const possible = "serviceWorker" in navigator && "PushManager" in self && "Notification" in self;
const KEPT = `push:${person}`;
const DAY = 24 * 3600 * 1000;

function stored(value) {
  try {
    if (value === undefined) return localStorage.getItem(KEPT);
    if (value === null) localStorage.removeItem(KEPT);
    else localStorage.setItem(KEPT, value);
  } catch {
    // then it is not renewed by itself
  }
  return null;
}

function show(state) {
  for (const part of place.querySelectorAll("[data-push]")) part.hidden = part.dataset.push !== state;
}

async function begin() {
  place.addEventListener("click", ({ target }) => {
    if (target.closest("[data-push-on]")) turnOn().catch(() => show("failed"));
    if (target.closest("[data-push-off]")) turnOff();
  });
  if (!possible) return show(needsInstalling() ? "install" : "impossible");
  if (Notification.permission === "denied") return show("denied");
  const subscription = await subscribed();
  show(subscription && stored() && Notification.permission === "granted" ? "on" : "off");
}

const needsInstalling = () => /iPhone|iPad/.test(navigator.userAgent) && !navigator.standalone && location.protocol === "https:";
const subscribed = async () => (await navigator.serviceWorker.ready).pushManager.getSubscription();

async function turnOn() {
  if (await Notification.requestPermission() !== "granted") return show(Notification.permission === "denied" ? "denied" : "off");
  const { pushManager } = await navigator.serviceWorker.ready;
  const key = bytes(place.dataset.key);
  let subscription = await pushManager.getSubscription();
  if (subscription && !same(subscription.options.applicationServerKey, key)) {
    await subscription.unsubscribe();
    subscription = null;
  }
  subscription ??= await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
  if (!await tell("register", subscription)) return show("failed");
  stored(String(Date.now()));
  location.reload();
}

async function turnOff() {
  const subscription = await subscribed();
  stored(null);
  if (subscription) {
    await tell("forget", subscription);
    await subscription.unsubscribe();
  }
  location.reload();
}

async function renew() {
  if (Date.now() - Number(stored()) < DAY && sessionStorage.getItem(KEPT)) return;
  const subscription = await subscribed();
  if (!subscription || !await tell("register", subscription)) return;
  stored(String(Date.now()));
  sessionStorage.setItem(KEPT, "1");
}

async function tell(deed, subscription) {
  const { endpoint, keys } = subscription.toJSON();
  const body = new URLSearchParams({ endpoint, public: keys.p256dh, secret: keys.auth });
  const answer = await fetch(`/me/devices/${deed}`, { method: "POST", body, headers: { "X-CSRFToken": token() } }).catch(() => null);
  return Boolean(answer?.ok && !answer.redirected);
}

function bytes(text) {
  const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
}

function same(buffer, key) {
  const found = new Uint8Array(buffer ?? []);
  return found.length === key.length && found.every((value, at) => value === key[at]);
}

if (place?.dataset.key) begin();
else if (person && possible && stored() && Notification.permission === "granted") renew();
