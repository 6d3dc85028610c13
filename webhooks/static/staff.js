// Brings what is new to a page that an officer has open: who waits, and what is said in a conversation. Without this file
// the page is loaded anew by hand. Whoever writes stays signed in.

const WHO_WAITS_EVERY = 30000; // milliseconds
const waiting = document.getElementById("waiting");
const title = document.title;
if (waiting) {
  lookWhoWaits();
  window.setInterval(lookWhoWaits, WHO_WAITS_EVERY);
  document.addEventListener("visibilitychange", lookWhoWaits);
}

async function lookWhoWaits() { // also where the page is not looked at: its title tells
  try {
    const answer = await fetch(waiting.dataset.ask, { redirect: "error" });
    if (answer.status !== 200) return;
    const now = (await answer.json()).waiting;
    waiting.hidden = !now;
    waiting.querySelector(".staff-bar__number").textContent = now;
    document.title = now ? `(${now}) ${title}` : title;
    if (now > waiting.dataset.before) tellOf(now - waiting.dataset.before);
    waiting.dataset.before = now;
  } catch {
    // no connection, or signed out
  }
}

function tellOf(more) {
  const told = document.getElementById("newly-waiting");
  const link = document.createElement("a");
  link.href = waiting.parentElement.href;
  link.className = "govuk-link";
  link.textContent = more === 1 ? "Something new waits for somebody" : `${more} new things wait for somebody`;
  told.replaceChildren(link);
  told.hidden = false;
}

// What was looked at is what leaves: once it is changed it is to be looked at again.
const shown = document.getElementById("as-it-would-leave");
const written = document.getElementById("what-to-say");
if (shown && written) {
  written.addEventListener("input", () => {
    shown.hidden = true;
    document.getElementById("changed-since").hidden = false;
  });
}

const HERE_EVERY = 300000; // milliseconds: whoever writes is here, and is not signed out in the middle of it
const bar = document.getElementById("console");
let toldAt = Date.now();
if (bar) document.addEventListener("input", tellThatHere);

function tellThatHere() {
  if (Date.now() - toldAt < HERE_EVERY) return;
  toldAt = Date.now();
  fetch(bar.dataset.here, { redirect: "error" }).catch(() => {});
}

const EVERY = 3000; // milliseconds between looks for news
const form = document.getElementById("answer");
if (form) window.setInterval(lookForNews, EVERY);

async function lookForNews() {
  const live = document.getElementById("live");
  if (document.hidden || !live) return;
  try {
    const answer = await fetch(`${form.dataset.news}?after=${live.dataset.mark}`, { redirect: "error" });
    if (answer.status !== 200) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const theirs = page.getElementById("live");
    if (!theirs) return;
    const before = live.offsetHeight;
    live.replaceWith(theirs);
    window.scrollBy(0, theirs.offsetHeight - before); // the box stays where it is on the screen
    document.getElementById("status").textContent = "Something new was said.";
  } catch {
    // no connection, or signed out: what is being written stays
  }
}
