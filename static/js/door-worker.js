// The service worker of one door. Without connection it opens the page, and what the page looks like, from what the
// phone keeps; door/shelf.js puts that there. With connection it stands aside. It keeps nothing and sees no other page.

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const isKept = request.mode === "navigate" || /\/(static\/dist|thema)\//.test(request.url);
  if (isKept && !navigator.onLine) event.respondWith(kept(request));
});

async function kept(request) {
  const found = await caches.match(request.mode === "navigate" ? new URL(request.url).pathname : request);
  return found ?? fetch(request);
}
