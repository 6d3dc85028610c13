// Brings what is new into a conversation that an officer has open. Without this file the page is loaded anew by hand.

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
