// Signing out with labels that were not sent yet: send them, keep them here, or take them along.
import { SaveQueue } from "../annotate/queue.js";
import { forget, unanswered, use } from "../annotate/store.js";
import { leftover } from "./leftover.js";

/** @template {HTMLElement} T @param {string} id @returns {T} */
const find = (id) => /** @type {T} */ (document.getElementById(id));

const dialog = /** @type {HTMLDialogElement} */ (find("leave"));
const reviewer = Number(dialog.dataset.reviewer);
const { installation = "" } = dialog.dataset;
use(installation);
const queue = new SaveQueue(reviewer, { token: "", reviewer, installation });
let isSending = false;
/** @type {HTMLFormElement | undefined} the form that signs out once the labels are looked after */
let leaving;

for (const form of document.querySelectorAll('form[action*="/sign-out"]')) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    leaving = /** @type {HTMLFormElement} */ (form);
    const count = (await unanswered(reviewer).catch(() => [])).length;
    if (count === 0) return leave();
    say(count);
    dialog.showModal();
  });
}

/** @param {number} count @param {string} [more] */
function say(count, more = "") {
  const labels = count === 1 ? "1 label has" : `${count} labels have`;
  find("leave-title").textContent = `${labels} not been sent`;
  find("leave-what").textContent = count === 1 ? "it" : "them";
  find("leave-state").textContent = more;
}

find("leave-send").addEventListener("click", () => {
  isSending = true;
  queue.begin();
});
find("leave-keep").addEventListener("click", () => leave());
find("leave-download").addEventListener("click", async () => {
  const taken = await unanswered(reviewer);
  download(taken, installation);
  await leave(taken); // and not what another tab has added since
});

const WHY = {
  "": "Sending …",
  "offline": "There is no connection. They stay here; try again, keep or download them.",
  "failing": "The server failed. Try again later, keep or download them.",
  "signed-out": "You are signed out already. They stay here until you sign in again.",
  "somebody-else": "Somebody else is signed in. They stay here until you sign in again.",
  "turned-away": "The server does not take them. Download them and show them to a lead.",
};
queue.addEventListener("change", () => {
  if (!isSending) return;
  say(queue.waiting.length, WHY[queue.trouble]);
  if (queue.waiting.length === 0 && dialog.open) leave();
});

/** @param {import("../annotate/content.js").Judgment[]} judgments @param {string} of installation */
function download(judgments, of) {
  const written = JSON.stringify({ installation: of, reviewer, judgments }, null, 1);
  const file = new Blob([written], { type: "application/json" });
  const link = document.createElement("a");
  Object.assign(link, { href: URL.createObjectURL(file), download: "labels-not-sent.json" });
  link.click();
}

/** @param {import("../annotate/content.js").Judgment[]} [taken] what goes with its owner */
async function leave(taken = []) {
  const form = leaving;
  leaving = undefined; // a form that is sent twice loses the word of its answer
  if (!form) return;
  await forget(reviewer, taken).catch(() => {});
  for (const each of await globalThis.caches?.keys() ?? []) {
    if (each.startsWith("factcheck ")) await caches.delete(each);
  }
  if (taken.length > 0) queue.tabs.postMessage({ left: true }); // they show what is gone
  form.submit();
}

const file = /** @type {HTMLInputElement} */ (find("unsent-file"));
file.addEventListener("change", async () => {
  const state = find("unsent-state");
  try {
    const taken = JSON.parse(await file.files?.[0].text() ?? "");
    const { reviewer: owner, judgments } = taken;
    if (owner !== reviewer) throw new Error("these labels are somebody else's");
    if (taken.installation !== installation) { // which has other sentences under their numbers
      throw new Error("these labels are of another installation of the program");
    }
    for (const { order: _, ...each } of judgments) await queue.push(each);
    state.textContent = `${judgments.length} labels taken up; they are sent now.`;
  } catch (error) {
    const why = error instanceof SyntaxError
      ? "it is not JSON"
      : /** @type {Error} */ (error).message;
    state.textContent = `This file cannot be sent: ${why}.`;
  }
});

const before = await leftover(reviewer, installation);
find("leftover").hidden = before.length === 0;
find("leftover-count").textContent = String(before.length);
find("leftover-download").addEventListener("click", () => download(before, "before"));
document.documentElement.classList.add("scripted");
