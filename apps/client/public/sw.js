// The client's service worker: opens it without a network, shows what is pushed, and leads to where it came from.
// It never answers for the API: what it does not name below goes to the server as if it were not here.

const SHELL = "pushpals-shell-1";
const CODE = "pushpals-code-1";
/** Every screen is this one page. */
const PAGE = "/";
/** Files with a hash in their name: what is under it never changes. */
const HASHED = /^\/(_expo\/static|assets)\//;
/** Answers of the API that a person may look at by address. */
const NO_PAGES = new Set(["/healthz", "/openapi.json"]);
/** A server that says nothing for so long is treated as away. */
const PAGE_LIMIT_MS = 5_000;
const MOST_FILES = 400;

self.addEventListener("install", (event) => {
  event.waitUntil(keepShell().then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(dropOldCaches().then(() => self.clients.claim()));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  if (request.mode === "navigate" && !NO_PAGES.has(url.pathname)) event.respondWith(openPage(request));
  else if (HASHED.test(url.pathname)) event.respondWith(keptFile(request));
});

/** The page and what it loads at once, so that it opens offline after the first visit already. */
async function keepShell() {
  const response = await fetch(PAGE, { headers: { accept: "text/html" }, cache: "no-cache" });
  if (!response.ok) return;
  const shell = await caches.open(SHELL);
  await shell.put(PAGE, response.clone());
  const code = await caches.open(CODE);
  const paths = [...(await response.text()).matchAll(/(?:src|href)="(\/[^"]+)"/g)].map((match) => match[1]);
  for (const path of paths) if (HASHED.test(path) && !(await code.match(path))) await code.add(path);
}

async function dropOldCaches() {
  for (const name of await caches.keys())
    if (name.startsWith("pushpals-") && name !== SHELL && name !== CODE) await caches.delete(name);
}

/** From the server, so that an update is seen at once; the kept one where there is no server. */
async function openPage(request) {
  const shell = await caches.open(SHELL);
  try {
    const response = await fetch(request, { signal: AbortSignal.timeout(PAGE_LIMIT_MS) });
    if (isShell(response)) await shell.put(PAGE, response.clone());
    if (response.status < 500) return response;
    return (await shell.match(PAGE)) ?? response;
  } catch (error) {
    const kept = await shell.match(PAGE);
    if (kept) return kept;
    throw error;
  }
}

const isShell = (response) =>
  response.ok && !response.redirected && (response.headers.get("content-type") ?? "").startsWith("text/html");

async function keptFile(request) {
  const code = await caches.open(CODE);
  const kept = await code.match(request);
  if (kept) return kept;
  const response = await fetch(request);
  if (response.ok) {
    await code.put(request, response.clone());
    const files = await code.keys();
    for (const old of files.slice(0, Math.max(0, files.length - MOST_FILES))) await code.delete(old);
  }
  return response;
}

self.addEventListener("push", (event) => {
  event.waitUntil(show(event.data?.json()));
});

/** Sent twice, it replaces itself. Whoever looks at the client now is told without a sound. */
async function show(message) {
  if (!message) return;
  const windows = await self.clients.matchAll({ type: "window" });
  await self.registration.showNotification(message.title, {
    body: message.body,
    tag: `pushpals-${message.id}`,
    data: { link: message.link },
    icon: "/icon-192.png",
    badge: "/icon-192.png",
    silent: windows.some((one) => one.focused),
  });
}

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(open(event.notification.data?.link));
});

/** In the window that is there, else in a new one. Only ever to a place of this server. */
async function open(link) {
  const target = new URL(typeof link === "string" ? link : "/", self.location.origin);
  if (target.origin !== self.location.origin) return;
  const windows = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  const there = windows.find((one) => one.focused) ?? windows[0];
  if (!there) return await self.clients.openWindow(target.href);
  await there.focus();
  there.postMessage({ type: "open", link: target.pathname + target.search + target.hash });
}

// A browser may give itself a new address at the push service; the server has to know of it.
self.addEventListener("pushsubscriptionchange", (event) => {
  event.waitUntil(subscribeAgain(event.oldSubscription?.options));
});

async function subscribeAgain(options) {
  if (!options) return;
  const { endpoint, keys } = (await self.registration.pushManager.subscribe(options)).toJSON();
  await fetch("/notifications/subscription", {
    method: "PUT",
    headers: { "content-type": "application/json", accept: "application/json" },
    body: JSON.stringify({ channel: "web", endpoint, keys: { p256dh: keys.p256dh, auth: keys.auth } }),
  });
}
