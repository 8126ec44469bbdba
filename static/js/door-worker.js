// The service worker of one door. It opens the page, and what the page looks like, from what the phone keeps when
// there is no connection; door/shelf.js puts that there. It keeps nothing itself and sees no other page.

const PATIENCE_MS = 4000;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.mode === "navigate") event.respondWith(page(request));
  else if (/\/(static\/dist|thema)\//.test(request.url)) event.respondWith(looks(request));
});

async function page(request) {
  try {
    return await fetch(request, { signal: AbortSignal.timeout(PATIENCE_MS) });
  } catch (error) {
    const kept = await caches.match(new URL(request.url).pathname);
    if (kept) return kept;
    throw error;
  }
}

async function looks(request) {
  return (await caches.match(request)) ?? fetch(request);
}
