"""Writing to those who reported a case: looked at as it would leave, and then sent (C6)."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from bot.in_touch.hearers import hearers
from bot.in_touch.reading_age import EASY, reading_age
from bot.in_touch.updates import LONGEST, READY, Draft, NotSent, drafted, missed_by, note_told, send_update
from storage.cases import Case, cases_of_matter
from storage.promises import promises_of
from webhooks.console.case_named import case_of
from webhooks.console.gate import ACTING, me, open_to
from webhooks.console.in_touch import updates_log
from webhooks.console.transcripts import CHANNELS, language_in_words
from webhooks.place import now, the_house

pages = Blueprint("updates", __name__)
WRITTEN_SINCE = "Somebody has written to them since you opened this page. Read that first."
NOTED_SINCE = "Nothing new was noted: they have been told something since you opened this page, or the case has closed."
WANTS_CALL = (
    "Somebody who hears it asked for a call, not a text. Call them and note it below, or tick that it is sent all the "
    "same."
)


@pages.get("/cases/<reference>/update")
@open_to(*ACTING)
def write(reference: str) -> ResponseReturnValue:
    """The page to write on."""
    ready = request.args.get("ready", "")
    return _page(reference, Draft(ready if ready in READY else "", ""))


@pages.post("/cases/<reference>/update")
@open_to(*ACTING)
def look_or_send(reference: str) -> ResponseReturnValue:
    """Show what would leave, send what was shown, or note that they were told another way."""
    draft = Draft(
        request.form.get("ready", ""), request.form.get("own", "")[: LONGEST + 1], request.form.get("linked") == "1"
    )
    if request.form.get("then") == "told":
        if not request.form.get("note", "").strip():
            return _page(reference, draft, trouble="Write what you told them, and how: that is kept as the update.")
        if not the_house().database.write(lambda store: _note_told(store, reference, request.form.get("seen", ""))):
            return _page(reference, draft, trouble=NOTED_SINCE)
        flash("Noted: they have been told another way.")
        return redirect(url_for("staff.cases.show", reference=reference))
    if request.form.get("then") != "send":
        return _page(reference, draft, looked=True, opened=request.form.get("opened", ""))
    try:
        number = the_house().database.write(lambda store: _send(store, reference, draft, request.form.get("seen", "")))
    except NotSent as trouble:
        return _page(reference, draft, trouble=str(trouble))
    flash(f"The update is on its way to {number} {'person' if number == 1 else 'people'}.")
    return redirect(url_for("staff.cases.show", reference=reference))


def _note_told(store: Session, reference: str, seen: str) -> bool:
    """Whether it is noted now: pressed twice, it was done the first time."""
    case = case_of(store, reference)
    is_new = case.state == "open" and seen == _written_so_far(store, case)
    if is_new:
        note_told(the_house(), store, case, me().id, now(), request.form.get("note", "").strip()[:LONGEST])
    return is_new


def _send(store: Session, reference: str, draft: Draft, seen: str) -> int:
    case = case_of(store, reference)
    if seen != _written_so_far(store, case):
        raise NotSent(WRITTEN_SINCE)
    if request.form.get("all_the_same") != "1" and _wants_call(store, case, draft):
        raise NotSent(WANTS_CALL)
    return send_update(the_house(), store, case, draft, me().id, now())


def _wants_call(store: Session, case: Case, draft: Draft) -> bool:
    """Whether it would be written to somebody who asked for calls and no texts (C3)."""
    return any(update.hearer.calls_only for update in drafted(the_house(), store, case, draft, now()))


def _page(
    reference: str, draft: Draft, *, looked: bool = False, opened: str = "", trouble: str = ""
) -> ResponseReturnValue:
    with the_house().database.reading() as store:
        case, updates = case_of(store, reference), []
        if opened and opened != _written_so_far(store, case):
            trouble = WRITTEN_SINCE
        elif looked:
            try:
                updates = drafted(the_house(), store, case, draft, now())
            except NotSent as not_sent:
                trouble = str(not_sent)
        page = render_template(
            "staff_update.html",
            case=case,
            draft=draft,
            ready={name: text.msgid.format_map(the_house().our) for name, text in READY.items()},
            hearers=hearers(store, case),
            linked=cases_of_matter(store, case),
            late=missed_by(store, case, now()) is not None,
            age=reading_age(draft.own) if draft.own and not draft.ready else None,
            easy=EASY,
            updates=updates,
            last=next(iter(updates_log(store, case)[::-1]), None),
            trouble=trouble,
            seen=_written_so_far(store, case),
            longest=LONGEST,
            channels=CHANNELS,
            language_in_words=language_in_words,
            at=now(),
        )
    return page, 422 if trouble else 200


def _written_so_far(store: Session, case: Case) -> str:
    """How many updates were promised so far: each that is sent promises the next."""
    return str(sum(promise.what == "update" for promise in promises_of(store, case.id)))
