"""Writing with a resident in their own conversation: an officer takes it over, answers, and hands it back (R14)."""

from __future__ import annotations

import re
from typing import Any

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from bot.in_touch.taking_over import LONGEST, answer, hand_back, standing
from bot.in_touch.updates import NotSent
from bot.with_officer import is_with_officer
from storage.conversations import Conversation
from storage.staff import Staff
from storage.worklist import latest_case_of
from webhooks.console.gate import ACTING, ALL, by_itself, me, open_to
from webhooks.console.trained import check_talk
from webhooks.console.transcripts import language_in_words, read_transcript
from webhooks.place import now, the_house

pages = Blueprint("answering", __name__)
CHANGED = "{who} has answered since you opened this page. Read that first; your words are kept in the box."


def talk_of(store: Session, conversation_id: int) -> Conversation:
    """The conversation, where whoever is signed in may read it."""
    talk = store.get(Conversation, conversation_id)
    if talk is None:
        abort(404)
    check_talk(store, conversation_id)
    return talk


def answering(store: Session, talk: Conversation, own: str = "", trouble: str = "") -> dict[str, Any]:
    """What stands under the transcript: who has the conversation, whether it may be answered, and the box."""
    return {
        "talk": talk,
        "place": standing(the_house(), store, talk, now()),
        "holder": holder_of(store, talk),
        "own": own,
        "trouble": trouble,
        "longest": LONGEST,
        "languages": {code: language_in_words(code) for code in dict.fromkeys(("en", talk.language))},
        "mark": _mark(talk),
        "case": latest_case_of(store, [talk.id]).get(talk.id),
        "officer": me(),
        "shown": read_transcript(store, talk),
    }


def holder_of(store: Session, talk: Conversation) -> Staff | None:
    """Who has taken the conversation over, and is taken to be there."""
    return store.get(Staff, talk.taken_by) if talk.taken_by and is_with_officer(talk, now()) else None


def _mark(talk: Conversation) -> str:
    """Tells whether a page that is open still shows how things stand."""
    return f"{talk.length}.{talk.taken_by or 0}"


@pages.post("/conversations/<int:conversation_id>/answer")
@open_to(*ACTING)
def say(conversation_id: int) -> ResponseReturnValue:
    """Send what was written; where it may not be sent, the page again with the reason and the words."""
    own, language = request.form.get("own", "")[: LONGEST + 1], request.form.get("language", "en")
    try:
        the_house().database.write(lambda store: _say(store, conversation_id, own, language))
    except NotSent as trouble:
        with the_house().database.reading() as store:
            talk = talk_of(store, conversation_id)
            page = render_template("staff_answer.html", **answering(store, talk, own, str(trouble)))
        return page, 422
    return _to_answer(conversation_id)


def _say(store: Session, conversation_id: int, own: str, language: str) -> None:
    talk = talk_of(store, conversation_id)
    holder = holder_of(store, talk)
    if holder and holder.id != me().id and str(holder.id) != request.form.get("holder"):
        raise NotSent(CHANGED.format(who=holder.name))
    spoken = language if language in ("en", talk.language) else "en"
    answer(the_house(), store, conversation_id, me().id, own, spoken, now())


@pages.post("/conversations/<int:conversation_id>/hand-back")
@open_to(*ACTING)
def give_back(conversation_id: int) -> ResponseReturnValue:
    """The chat answers again, unless there is something that whoever presses this has not read."""
    written = request.form.get("seen", "")
    seen = int(written) if re.fullmatch("[0-9]{1,9}", written) else 0

    def back(store: Session) -> bool:
        talk_of(store, conversation_id)
        return hand_back(the_house(), store, conversation_id, me().id, now(), seen)

    try:
        is_new = the_house().database.write(back)
        flash("The chat answers again." if is_new else "It had been handed back before.")
    except NotSent as trouble:
        flash(str(trouble))
        return _to_answer(conversation_id)
    return redirect(url_for("staff.conversations.show", conversation_id=conversation_id))


@pages.get("/conversations/<int:conversation_id>/news")
@open_to(*ALL)
@by_itself
def show_news(conversation_id: int) -> ResponseReturnValue:
    """What an open page asks for every few seconds: nothing new (204), or the transcript and how things stand."""
    with the_house().database.reading() as store:
        talk = talk_of(store, conversation_id)
        if _mark(talk) == request.args.get("after"):
            return Response(status=204)
        return render_template("staff_live.html", **answering(store, talk))


def _to_answer(conversation_id: int) -> ResponseReturnValue:
    return redirect(url_for("staff.conversations.show", conversation_id=conversation_id, _anchor="answer"))
