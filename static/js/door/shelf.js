// Puts the page of the door, without anybody on it, and its looks where the service worker finds them.

const PREFIX = "door-";

export async function keepPage({ session, shell, worker }) {
  if (!("serviceWorker" in navigator)) return;
  const here = location.pathname;
  await navigator.serviceWorker.register(worker, { scope: here });
  const page = await fetch(shell);
  if (!page.ok || page.redirected) return;
  const cache = await caches.open(PREFIX + session);
  await cache.put(here, page);
  await cache.addAll([...new Set(performance.getEntriesByType("resource").map(({ name }) => name).filter(isLooks))]);
}

const isLooks = (address) => address.startsWith(location.origin) && /\/(static\/dist|thema)\//.test(address);

export async function dropPage({ session }) {
  await caches.delete(PREFIX + session);
  await (await navigator.serviceWorker?.getRegistration(location.href))?.unregister();
}
