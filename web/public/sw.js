// Shows a page of our own when a navigation finds no network. Nothing else is kept: what a screen shows is never old by our doing.
// The version is a hash of the files below; a test recomputes it, so that a changed page reaches every browser.
const VERSION = "fc70480cbc1b";
const CACHE = `careerdesk-offline-${VERSION}`;
const FILES = ["/offline.html", "/offline.css", "/theme.js", "/favicon.svg"];

self.addEventListener("install", (event) => {
  event.waitUntil(
    caches.open(CACHE).then((cache) => cache.addAll(FILES.map((file) => new Request(file, { cache: "reload" })))).then(() => self.skipWaiting()),
  );
});

self.addEventListener("activate", (event) => {
  event.waitUntil(
    caches.keys()
      .then((names) => Promise.all(names.filter((name) => name.startsWith("careerdesk-offline-") && name !== CACHE).map((name) => caches.delete(name))))
      // The browser asks the network while it wakes this worker: a navigation is not slower for being watched.
      .then(() => self.registration.navigationPreload?.enable())
      .then(() => self.clients.claim()),
  );
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== self.location.origin) return;
  if (request.mode === "navigate") {
    event.respondWith((async () => {
      try {
        return (await event.preloadResponse) ?? (await fetch(request));
      } catch {
        return (await caches.match("/offline.html")) ?? Response.error();
      }
    })());
  } else if (FILES.includes(pathname)) {
    event.respondWith(fetch(request).catch(async () => (await caches.match(pathname)) ?? Response.error()));
  }
});
