// The service worker's part in notifications: shows what comes, leads where it belongs.
self.addEventListener("push", (event) => {
  const told = event.data?.json();
  if (told) event.waitUntil(tell(told));
});

async function tell({ title, body, url, tag, person, lang }) {
  // somebody else may be at this device by now
  const here = (await self.parvisMeta()).person;
  if (here && here !== person) return;
  // who looks at the site sees it there
  const open = await self.clients.matchAll({ type: "window" });
  if (tag !== "trial" && open.some((page) => page.focused && page.visibilityState === "visible")) return;
  await self.registration.showNotification(title, {
    body, tag, lang, renotify: true, icon: "/app/icon-192-any.png", data: { url },
  });
}

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(lead(event.notification.data?.url ?? "/"));
});

async function lead(url) {
  const open = await self.clients.matchAll({ type: "window" });
  const page = open.find((one) => new URL(one.url).pathname === new URL(url, location.origin).pathname);
  if (page) return page.focus();
  return self.clients.openWindow(url);
}

// The browser has renewed its subscription by itself.
self.addEventListener("pushsubscriptionchange", (event) => event.waitUntil(renewed(event)));

async function renewed({ oldSubscription, newSubscription }) {
  const options = oldSubscription?.options;
  const fresh = newSubscription ?? (options && await self.registration.pushManager.subscribe(options));
  if (!fresh) return;
  const me = await fetch("/app/me", { headers: { Accept: "application/json" } });
  if (!me.ok || me.redirected) return;
  const { token } = await me.json();
  const { endpoint, keys } = fresh.toJSON();
  const body = new URLSearchParams({ endpoint, public: keys.p256dh, secret: keys.auth });
  await fetch("/me/devices/register", { method: "POST", body, headers: { "X-CSRFToken": token } });
}
