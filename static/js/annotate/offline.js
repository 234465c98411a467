/**
 * Let the pages under /annotate/ open without a connection, once they were visited.
 * What another reviewer, or an older version of the program, left behind is deleted first.
 * @param {number} reviewer
 */
export async function keepOffline(reviewer) {
  if (!("serviceWorker" in navigator)) return; // plain HTTP over a network has none
  navigator.storage?.persist?.(); // what waits must not be cleared to make room
  const release = new URL(import.meta.url).pathname.split("/")[2];
  const name = `factcheck ${reviewer} ${release}`;
  for (const each of await caches.keys()) {
    if (each.startsWith("factcheck ") && each !== name) await caches.delete(each);
  }
  const cache = await caches.open(name);
  await navigator.serviceWorker.register("/annotate/worker.js", { scope: "/annotate/" });
  if (await cache.match(location.pathname)) return; // the worker saw it, and what it needed
  const used = performance.getEntriesByType("resource").map((each) => new URL(each.name).pathname);
  const wanted = [location.pathname, ...used.filter((each) => each.startsWith("/static/"))];
  await cache.addAll(new Set(wanted)).catch(() => {});
}
