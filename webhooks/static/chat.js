// Makes the chat's page quicker: sends without leaving it, and looks for news. Without this file it works all the same.

const EVERY = 2000; // milliseconds between looks for news
const form = document.getElementById("answer");
const talk = document.getElementById("talk");
const box = document.getElementById("words");
const status = document.getElementById("status");
let busy = false;

scrollToNewest();
form.addEventListener("submit", send);
box.addEventListener("keydown", sendOnEnter);
window.addEventListener("pageshow", (event) => event.persisted && window.location.reload());
window.setInterval(lookForNews, EVERY);

function sendOnEnter(event) {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    form.requestSubmit();
  }
}

async function send(event) {
  event.preventDefault();
  if (busy) return;
  const pressed = event.submitter?.name ? event.submitter : null;
  const said = new FormData(form);
  if (pressed) said.append(pressed.name, pressed.value);
  busy = true;
  status.textContent = form.dataset.sending;
  try {
    const answer = await fetch(form.action, { method: "POST", body: new URLSearchParams(said) });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (page.getElementById("talk")) show(page, true, pressed !== null);
    else sendPlainly(pressed); // the visit has gone, or there is an error to read: let the browser show the page
    status.textContent = "";
  } catch {
    status.textContent = form.dataset.failed; // what was typed is still in the box, and may be sent again safely
  } finally {
    busy = false;
  }
}

function sendPlainly(pressed) {
  if (pressed) {
    const hidden = Object.assign(document.createElement("input"), { type: "hidden", name: pressed.name });
    hidden.value = pressed.value;
    form.append(hidden);
  }
  form.submit();
}

async function lookForNews() {
  if (busy || document.hidden) return;
  try {
    const answer = await fetch(`${form.dataset.news}?after=${talk.dataset.last}`);
    if (busy) return;
    if (answer.status === 410 && !box.value) window.location.reload();
    if (answer.status === 200) show(new DOMParser().parseFromString(await answer.text(), "text/html"), false);
  } catch {
    // no connection: the next look may have one
  }
}

// Takes over what is new on the page; what somebody is typing, and where they are, stays.
function show(page, sent, byButton = false) {
  const changed = takeBubbles(page);
  const same = sent && swap(page, "problem");
  const question = (where) => where.querySelector("input[name=question]");
  if (sent || question(page).value !== question(form).value) {
    swap(page, "choices");
    question(form).value = question(page).value;
    form.querySelector("label[for=words]").textContent = page.querySelector("label[for=words]").textContent;
    takeBack(page);
  }
  if (!sent) return changed && scrollToNewest();
  form.querySelector("input[name=form]").value = page.querySelector("input[name=form]").value;
  box.value = page.getElementById("words").value;
  if (same) scrollToNewest();
  moveFocus(byButton);
}

function takeBubbles(page) {
  const theirs = page.getElementById("talk");
  let changed = false;
  for (const bubble of [...theirs.children]) {
    const ours = document.getElementById(bubble.id);
    if (ours && ours.dataset.last === bubble.dataset.last) {
      ours.querySelector("#newest")?.remove();
      continue;
    }
    if (bubble.classList.contains("hb-bubble--danger")) bubble.setAttribute("role", "alert");
    if (ours) ours.replaceWith(bubble);
    else talk.append(bubble);
    changed = true;
  }
  talk.dataset.last = theirs.dataset.last;
  return changed;
}

function swap(page, id) {
  document.getElementById(id).replaceChildren(...page.getElementById(id).childNodes);
  return document.getElementById(id).childElementCount === 0;
}

function takeBack(page) {
  const theirs = page.querySelector(".hb-send .hb-link-button");
  if (theirs && !form.querySelector(".hb-send .hb-link-button")) status.before(theirs);
}

function moveFocus(byButton) {
  const problem = document.querySelector("#problem .govuk-error-summary");
  const choices = document.querySelector(".hb-choices");
  if (problem) {
    problem.setAttribute("tabindex", "-1");
    problem.focus();
  } else if (byButton && choices) choices.focus({ preventScroll: true });
  else box.focus({ preventScroll: true });
}

function scrollToNewest() {
  const calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  const last = talk.lastElementChild;
  if (last) last.scrollIntoView({ behavior: calm ? "auto" : "smooth", block: "start" });
}
