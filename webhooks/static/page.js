// Wakes GOV.UK Frontend's components on any page of ours.
import {
  Button,
  CharacterCount,
  Checkboxes,
  ErrorSummary,
  ExitThisPage,
  NotificationBanner,
  PasswordInput,
  Radios,
  ServiceNavigation,
  SkipLink,
  Tabs,
  createAll,
} from "./govuk/govuk-frontend.min.js";

document.body.classList.add("js-enabled", "govuk-frontend-supported");

// Leaves nothing to come back to: the visit is ended on the server, and the page makes way in the browser's history.
// It goes as the mouse is pressed: until it is let go, a page that scrolls has taken the button from under it.
class QuickExit extends ExitThisPage {
  constructor(root, config) {
    super(root, config);
    this.$button.addEventListener("mousedown", (event) => event.button === 0 && this.exitPage());
  }

  exitPage() {
    document.body.dataset.leaving = "yes"; // until the other page has come, nothing may bring this one back
    document.body.classList.add("govuk-exit-this-page-hide-content");
    document.title = " ";
    const bare = new FormData(), form = new FormData();
    for (const [name, value] of document.getElementById("answer")?.onItsWay ?? []) form.set(name, value);
    for (const each of [bare, form]) each.set("csrf_token", this.$root.dataset.token);
    navigator.sendBeacon(this.$button.href, form) || navigator.sendBeacon(this.$button.href, bare); // it may be too long
    window.location.replace(this.$root.dataset.elsewhere);
  }
}

for (const component of [
  Button, CharacterCount, Checkboxes, ErrorSummary, NotificationBanner, PasswordInput, QuickExit, Radios,
  ServiceNavigation, SkipLink, Tabs,
]) {
  createAll(component);
}
