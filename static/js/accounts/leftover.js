import { asked } from "../annotate/store.js";

/**
 * What this browser was never able to send to another installation of the program at this address,
 * such as the one before a backup was restored.
 * @param {number} reviewer @param {string} installation the one that is open now
 * @returns {Promise<import("../annotate/content.js").Judgment[]>}
 */
export async function leftover(reviewer, installation) {
  const found = [];
  for (const { name = "" } of await globalThis.indexedDB?.databases?.() ?? []) {
    const isOther = name.startsWith("factcheck ") && name !== `factcheck ${installation}`;
    if (isOther) found.push(...await judgments(name, reviewer).catch(() => []));
  }
  return found;
}

/** @param {string} name @param {number} reviewer */
async function judgments(name, reviewer) {
  const database = await asked(indexedDB.open(name));
  const table = database.transaction("judgments").objectStore("judgments");
  const found = await asked(table.index("reviewer").getAll(reviewer));
  database.close();
  return found;
}
