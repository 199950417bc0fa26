// The service worker. Pages come from the network; without one, home is shown as it last was to
// whoever is signed in here, and any other page is the offline page. Static files have their
// build's digest in their address and are kept; of the rest nothing is kept at all.
const { build, offline, essentials } = self.PARVIS;
const STATIC = `static ${build}`;
const OFFLINE = `offline ${build}`;
const HOME = "home"; // private: the last home page and its pictures, of one person
const META = "meta";
const LASTS = 7 * 24 * 3600 * 1000;

self.addEventListener("install", (event) => {
  event.waitUntil((async () => {
    const pages = await caches.open(OFFLINE);
    await pages.addAll(Object.values(offline).map((url) => new Request(url, { cache: "reload" })));
    await (await caches.open(STATIC)).addAll(essentials);
    await self.skipWaiting();
  })());
});

self.addEventListener("activate", (event) => {
  event.waitUntil((async () => {
    const names = await caches.keys();
    // The home page that is kept may be made of the former build's files.
    const statics = names.filter((name) => name.startsWith("static ") && name !== STATIC).slice(0, -1);
    const pages = names.filter((name) => name.startsWith("offline ") && name !== OFFLINE);
    await Promise.all([...statics, ...pages].map((name) => caches.delete(name)));
    await self.registration.navigationPreload?.enable();
    await self.clients.claim();
  })());
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== location.origin) return;
  if (request.mode === "navigate") event.respondWith(page(event, url));
  else if (request.method !== "GET") return;
  else if (url.pathname.startsWith("/static/")) event.respondWith(staticFile(request, url));
  else if (request.destination === "image") event.respondWith(picture(event));
});

// What changes whose home is kept goes one after another.
let turn = Promise.resolve();
const inTurn = (act) => (turn = turn.then(act, act));

async function page(event, url) {
  try {
    const answer = (await event.preloadResponse) ?? await fetch(event.request);
    const isHome = event.request.method === "GET" && url.pathname === "/" && !url.search;
    if (answer.headers.has("Clear-Site-Data")) event.waitUntil(inTurn(forget));
    else if (isHome && answer.ok) {
      const copy = answer.clone();
      event.waitUntil(inTurn(() => keepHome(copy)));
    }
    return answer;
  } catch {
    return (event.request.method === "GET" && url.pathname === "/" && await home()) || offlinePage();
  }
}

async function staticFile(request, url) {
  const kept = await caches.match(request, { ignoreVary: true });
  if (kept) return kept;
  const answer = await fetch(request);
  if (answer.ok && answer.status === 200 && url.pathname.startsWith(build)) {
    const copy = answer.clone();
    await (await caches.open(STATIC)).put(request, copy);
  }
  return answer;
}

async function picture(event) {
  try {
    const answer = await fetch(event.request);
    if (answer.ok && answer.type === "basic" && await isAtHome(event.clientId)) {
      const copy = answer.clone();
      event.waitUntil(caches.open(HOME).then((cache) => cache.put(event.request, copy)).catch(() => {}));
    }
    return answer;
  } catch (error) {
    const kept = await caches.match(event.request, { cacheName: HOME, ignoreVary: true });
    if (kept) return kept;
    throw error;
  }
}

async function isAtHome(id) {
  const client = id && await self.clients.get(id);
  return Boolean(client) && new URL(client.url).pathname === "/" && Boolean((await meta()).person);
}

/** Keep home as it is now, for its reader alone, and of the pictures those that it shows. */
async function keepHome(answer) {
  const text = await answer.text();
  const person = /<body[^>]*\sdata-live-person="(\d+)"/.exec(text)?.[1];
  if (!person) return forget();
  await belongTo(person);
  const cache = await caches.open(HOME);
  await cache.put("/", new Response(text, { headers: {
    "Content-Type": "text/html; charset=utf-8",
    "Content-Security-Policy": answer.headers.get("Content-Security-Policy") ?? "default-src 'self'",
    "Kept-At": String(Date.now()),
  } }));
  for (const request of await cache.keys()) {
    const { pathname } = new URL(request.url);
    if (pathname !== "/" && !text.includes(pathname)) await cache.delete(request);
  }
}

async function home() {
  const kept = await caches.match("/", { cacheName: HOME });
  const at = Number(kept?.headers.get("Kept-At") ?? 0);
  if (!kept || Date.now() - at > LASTS) return null;
  const text = (await kept.text()).replace("<body ", `<body data-kept-at="${at}" `);
  return new Response(text, { headers: kept.headers });
}

async function offlinePage() {
  const { language } = await meta();
  const cache = await caches.open(OFFLINE);
  const own = language ?? self.navigator.language.slice(0, 2);
  const page = await cache.match(offline[own] ?? offline[self.PARVIS.language]);
  if (!page) return Response.error();
  return new Response(page.body, { status: 503, headers: page.headers });
}

// Who is signed in here, and in which language the pages speak.
async function meta() {
  const kept = await caches.match("/meta", { cacheName: META });
  return kept ? kept.json() : {};
}

self.parvisMeta = meta;

async function note(changes) {
  const known = { ...await meta(), ...changes };
  await (await caches.open(META)).put("/meta", Response.json(known));
}

async function belongTo(person) {
  if ((await meta()).person !== person) await forget();
  await note({ person });
}

/** Forget what was private: signed out, or somebody else is here. */
async function forget() {
  await caches.delete(HOME);
  await note({ person: null });
}

self.addEventListener("message", (event) => {
  const deeds = { here, "signed-out": signedOut, send: self.parvisSend };
  const deed = deeds[event.data?.type];
  if (deed) event.waitUntil(deed(event.data));
});

/** A page tells whose it is, in which language, and of which static files it was made. */
async function here({ person, language, files }) {
  await inTurn(async () => {
    if (person) await belongTo(person);
    else await forget();
    await note({ language });
  });
  const cache = await caches.open(STATIC);
  const mine = files.filter((url) => url.startsWith(build));
  await Promise.all(mine.map(async (url) => await cache.match(url, { ignoreVary: true }) || cache.add(url).catch(() => {})));
}

async function signedOut({ person }) {
  await inTurn(forget);
  for (const { key } of await self.parvisOutbox.of(person)) await self.parvisOutbox.remove(key);
}

self.addEventListener("sync", (event) => {
  if (event.tag !== "outbox") return;
  event.waitUntil(self.parvisSend().then((done) => { if (!done) throw new Error("later"); }));
});
