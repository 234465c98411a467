// The service worker of /annotate/: pages from the server while it can be reached, else as they
// were seen last. Whoever opens the first cache, the page, names it after the reviewer.
const PATIENCE = 5000;
const PAGE = /^\/annotate\/(\d+)?$/;
const worker = /** @type {any} */ (globalThis);

worker.addEventListener("install", () => worker.skipWaiting());
worker.addEventListener("activate", (/** @type {any} */ event) => {
  event.waitUntil(worker.clients.claim());
});
worker.addEventListener("fetch", (/** @type {any} */ event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== location.origin) return;
  if (pathname.startsWith("/static/")) event.respondWith(keptFirst(request));
  else if (request.mode === "navigate" && PAGE.test(pathname)) event.respondWith(newest(request));
  else if (pathname.endsWith("/panel")) event.respondWith(newest(request));
});

/** @param {Request} request @returns {Promise<Response>} a file whose address changes with it */
async function keptFirst(request) {
  return await caches.match(request) ?? keep(request, await fetch(request));
}

/** @param {Request} request @returns {Promise<Response>} from the server, else as it was seen last */
async function newest(request) {
  const fetched = fetch(request).then((response) => keep(request, response));
  const kept = await caches.match(request, { ignoreSearch: true });
  if (!kept) return fetched;
  const late = new Promise((resolve) => setTimeout(() => resolve(kept), PATIENCE));
  const answer = await Promise.race([fetched.catch(() => kept), late]);
  return answer.status >= 500 ? kept : answer;
}

/** @param {Request} request @param {Response} response */
async function keep(request, response) {
  const names = (await caches.keys()).filter((each) => each.startsWith("factcheck "));
  const address = new URL(request.url);
  const isPart = address.search && !/\d$/.test(address.pathname); // what a search has found
  if (response.ok && !response.redirected && names.length === 1 && !isPart) {
    const cache = await caches.open(names[0]);
    await cache.put(address.origin + address.pathname, response.clone()).catch(() => {});
  }
  return response;
}
