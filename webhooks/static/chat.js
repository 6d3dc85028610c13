// Makes the chat's page quicker: sends without leaving it, and looks for news. Without this file it works all the same.

const EVERY = 2000; // milliseconds between looks for news
const form = document.getElementById("answer");
const talk = document.getElementById("talk");
const box = document.getElementById("words");
const status = document.getElementById("status");
let busy = false;

if (!document.querySelector(".govuk-error-summary")) scrollToNewest();
form.addEventListener("submit", send);
box.addEventListener("keydown", sendOnEnter);
window.addEventListener("pageshow", (event) => event.persisted && window.location.reload());
window.setInterval(lookForNews, EVERY);

function isLeaving() {
  return document.body.dataset.leaving !== undefined;
}

function sendOnEnter(event) {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    form.requestSubmit();
  }
}

async function send(event) {
  event.preventDefault();
  if (busy || isLeaving()) return;
  const pressed = event.submitter?.name ? event.submitter : null;
  const said = new FormData(form), written = box.value;
  if (pressed) said.append(pressed.name, pressed.value);
  const body = new URLSearchParams(said);
  busy = true;
  form.onItsWay = body; // the way out takes it along
  status.textContent = form.dataset.sending;
  try {
    const answer = await fetch(form.action, { method: "POST", body });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (isLeaving()) return;
    if (answer.ok && page.getElementById("talk")) show(page, written, pressed !== null);
    else sendPlainly(pressed); // there is something to read on a page of its own; the same form twice does no harm
    status.textContent = "";
  } catch {
    status.textContent = form.dataset.failed; // what was typed is still in the box: it may be sent again, or other words in its place
  } finally {
    busy = false;
    form.onItsWay = null;
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
  if (busy || document.hidden || isLeaving()) return;
  try {
    const answer = await fetch(`${form.dataset.news}?after=${talk.dataset.last}`);
    if (busy || isLeaving()) return;
    if (answer.status === 410) end();
    if (answer.status === 200) show(new DOMParser().parseFromString(await answer.text(), "text/html"));
  } catch {
    // no connection: the next look may have one
  }
}

// The talk has ended, here or in another window: nobody else may read it. What is being written is still to be sent.
function end() {
  if (!box.value) window.location.reload();
  talk.replaceChildren();
  document.getElementById("choices").replaceChildren();
}

// Takes over what is new on the page; what somebody is typing, and where they are, stays. `sent`: the words that this
// page answers, none where nothing was sent.
function show(page, sent = null, byButton = false) {
  const changed = takeBubbles(page);
  if (sent !== null || asks(page) !== asks(document)) takeQuestion(page);
  if (changed) scrollToNewest();
  if (sent === null) return;
  forgetProblem();
  form.querySelector("input[name=form]").value = page.querySelector("input[name=form]").value;
  if (box.value === sent) box.value = ""; // what was written since is still to be sent
  const choices = document.querySelector(".hb-choices");
  (byButton && choices ? choices : box).focus({ preventScroll: true });
}

function forgetProblem() {
  for (const problem of document.querySelectorAll(".govuk-error-summary, .govuk-error-message")) problem.remove();
  for (const name of ["govuk-form-group--error", "govuk-textarea--error"]) {
    for (const marked of document.querySelectorAll(`.${name}`)) marked.classList.remove(name);
  }
  box.removeAttribute("aria-describedby");
}

// Which question is asked, and whether it has buttons: while an officer writes, it has none.
function asks(where) {
  return question(where).value + Boolean(where.querySelector(".hb-choices"));
}

function question(where) {
  return where.querySelector("input[name=question]");
}

function takeBubbles(page) {
  const theirs = page.getElementById("talk");
  let changed = false;
  for (const bubble of [...theirs.children]) {
    const ours = document.getElementById(bubble.id);
    if (ours && ours.dataset.last === bubble.dataset.last) continue;
    document.getElementById("newest")?.removeAttribute("id");
    if (bubble.classList.contains("hb-bubble--danger")) bubble.setAttribute("role", "alert");
    if (ours) ours.replaceWith(bubble);
    else talk.append(bubble);
    changed = true;
  }
  talk.dataset.last = theirs.dataset.last;
  return changed;
}

function takeQuestion(page) {
  document.getElementById("choices").replaceChildren(...page.getElementById("choices").childNodes);
  question(form).value = question(page).value;
  form.querySelector("label[for=words]").textContent = page.querySelector("label[for=words]").textContent;
  const back = page.querySelector(".hb-link-button");
  if (back && !form.querySelector(".hb-link-button")) status.before(back);
}

// Not by scrollIntoView, from which the keyboard would go on: the way out stays the second stop from the top.
function scrollToNewest() {
  const newest = talk.lastElementChild;
  if (!newest) return;
  const calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  const above = parseFloat(getComputedStyle(newest).scrollMarginTop);
  const top = window.scrollY + newest.getBoundingClientRect().top - above;
  window.scrollTo({ top, behavior: calm ? "auto" : "smooth" });
}
