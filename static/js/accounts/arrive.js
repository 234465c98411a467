// Whoever signs in here does not find the pages that this browser kept for somebody else.
for (const name of await globalThis.caches?.keys() ?? []) {
  if (name.startsWith("factcheck ")) await caches.delete(name);
}
