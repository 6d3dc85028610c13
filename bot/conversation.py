"""Receives a message: files it, looks for danger, takes one turn and makes it true, all in one transaction."""

from __future__ import annotations

import logging
import traceback
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolExhausted
from sqlalchemy.orm import Session

from bot import careful, engine, interruptions, with_officer
from bot.beginning import more_of_abuse, new_page, with_story
from bot.casework.opening import NO_REPORT_YET, keep_report, keep_words
from bot.casework.quietly import file_silently
from bot.channels.contract import Channel, Inbound
from bot.effects import make_true
from bot.going_on import LONG_PAUSE, go_on_with, notes_of, read_state, refreshed
from bot.hearing import is_answer
from bot.house import House
from bot.in_vain import go_on_unanswered
from bot.leaving_off import is_told, turn_away
from bot.page import settled
from bot.picking_up import hear_after_a_pause
from bot.post.attachments import note_attachment
from bot.post.stopping import CANNOT_BE_ANSWERED, hear_stop_on_call, heed_carrier, is_silenced, too_many
from bot.privacy import counting, filing, sealed
from bot.privacy.withholding import heed_reserve, promise_reserve
from bot.putting_right import danger_after_all
from bot.risk.heard import heed_new_fear
from bot.rota import ANSWERED_WITHIN as ANSWERED_WITHIN
from bot.rota import answer_alert, is_on_call, tell
from bot.scene import SAFE, Scene
from bot.state import Frame, State, dump
from bot.story import ear
from bot.told_midway import with_who_it_is
from bot.turn import Reply, Turn
from bot.understanding import wishes
from bot.understanding.bare import says_nothing
from bot.understanding.danger.finding import find_danger
from bot.understanding.places.register import Register
from bot.wording import Words, compose
from dialogs import phrases
from storage import messages, outbox
from storage.contacts import Contact, contact_for
from storage.conversations import Audience, Conversation, open_conversation
from storage.taking_up import hold_talk_with

_log = logging.getLogger(__name__)
STORE_IS_AWAY = (OperationalError, InterfaceError, PoolExhausted, OSError)


@dataclass(frozen=True)
class Received:
    """What became of a message: the conversation, and the danger advice for the webhook's own answer, if any.

    `at_once` is (our message's id, words, buttons); hand it to the provider, then call `record_answered` with the ids.
    `advice` is the same where the store is away, and nothing is known of it there. `missed`: the question that was
    asked has not been answered by it.
    """

    conversation_id: int
    at_once: tuple[tuple[int, Words], ...] = ()
    advice: tuple[Words, ...] = ()
    repeated: bool = False
    missed: bool = False


def receive(house: House, inbound: Inbound, now: datetime) -> Received:
    """File one message and answer it. A message that the provider repeats changes nothing."""
    try:
        return house.database.write(lambda session: _take(house, session, inbound, now))
    except messages.Repeated as repeated:
        return _said_before(house, repeated.message_id)
    except STORE_IS_AWAY:  # the provider must bring it again
        raise
    except Exception as error:
        _note_fault(error)
        return house.database.write(lambda session: _file_only(house, session, inbound, now))


def _note_fault(error: Exception) -> None:
    """Where our code failed, without what the exception says: that may quote a resident."""
    where = "".join(traceback.format_tb(error.__traceback__)).rstrip()
    _log.error("A turn failed (%s); the message is filed all the same.\n%s", type(error).__name__, where)


def begin_page(
    house: House, channel: Channel, address: str, dialog: str | None, language: str, now: datetime
) -> Received:
    """Begin a conversation in this language, or go on with the open one, with a page that we begin (such as a survey),
    or none."""

    def begin(session: Session) -> Received:
        contact = contact_for(session, house.keys, channel, address, now)
        conversation = open_conversation(session, channel, contact.id, "resident", now, language)
        if dialog is None:
            return Received(conversation.id)
        state, _ = read_state(house.book, conversation)
        scene = Scene(house, session, conversation, contact, house.registers.current(session, now), now)
        scene.notes = dict(state.remembered) if state else {}
        under = State((), state.begun) if state and state.over else state
        return _conclude(scene, _carry_through(scene, engine.begin(house.book, dialog, under=under)))

    return house.database.write(begin)


def go_on(house: House, session: Session, talk: Conversation, reply: Reply, now: datetime) -> None:
    """Say this in a conversation that is held, and put the question again that was being asked in it: a reply still to
    what was heard last."""
    contact = session.get_one(Contact, talk.contact_id)
    scene = Scene(house, session, talk, contact, house.registers.current(session, now), now)
    state, _ = read_state(house.book, talk)
    scene.notes = dict(state.remembered) if state else {}
    _conclude(scene, _carry_through(scene, with_officer.going_on(house.book, state, reply)))


def _file_only(house: House, session: Session, inbound: Inbound, now: datetime) -> Received:
    """A fault of ours must lose nothing: the message is filed, danger is answered, and a person is asked for."""
    contact = contact_for(session, house.keys, inbound.channel, inbound.address, now)
    conversation = open_conversation(session, inbound.channel, contact.id, "resident", now)
    inbound, *_ = filing.keep_apart(house, contact, conversation, inbound, now)
    messages.file_inbound(session, conversation, inbound.provider_id, inbound.words, now)
    note_attachment(session, conversation, inbound, now)
    conversation.needs_person = True
    silent = heed_carrier(contact, inbound, now) or contact.stopped_at is not None
    scene = Scene(house, session, conversation, contact, Register(()), now, careful.look_for_danger(inbound.words))
    if scene.danger.now:
        tell(house, session, conversation.id, "now", scene.danger.now, now, CANNOT_BE_ANSWERED if silent else None)
    if silent:
        return Received(conversation.id)
    said = Reply(phrases.IN_DANGER if scene.danger.now else phrases.KEPT)
    words = compose((said,), scene.language, conversation.channel, house.our)
    told = tuple(_say(scene, one, scene.danger.now is not None) for one in words)
    return Received(conversation.id, told if scene.danger.now else ())


def _said_before(house: House, message_id: int) -> Received:
    """The provider asks again: danger advice that answered the message is given again, all else is on its way."""
    with house.database.reading() as session:
        filed = session.get_one(messages.Message, message_id)
        talk = session.get_one(Conversation, filed.conversation_id)
        stopped = session.get_one(Contact, talk.contact_id).stopped_at is not None
        later = [] if stopped else messages.answers_to(session, filed)
        words = tuple(
            (m.id, Words(m.words, None, tuple(map(tuple, m.choices or ()))))
            for m in later
            if m.kind == "danger" and m.words
        )
        return Received(filed.conversation_id, words, repeated=True)


def _take(house: House, session: Session, inbound: Inbound, now: datetime) -> Received:
    on_call = inbound.channel == "sms" and is_on_call(house.landlord, inbound.address)
    author: Audience = "on_call" if on_call else "resident"
    contact, found = hold_talk_with(
        session, house.keys, inbound.channel, inbound.address, author, now, inbound.provider_id
    )
    conversation, state = go_on_with(house, session, found, author, now)
    before = conversation.last_heard_at
    to_officer = with_officer.is_meant(conversation, state)
    inbound, apart, counted = filing.keep_apart(house, contact, conversation, inbound, now, to_officer=to_officer)
    messages.file_inbound(session, conversation, inbound.provider_id, inbound.words, now, author=author, is_new=True)
    note_attachment(session, conversation, inbound, now)
    inbound = filing.as_heard(inbound, apart)
    if on_call:
        silent = hear_stop_on_call(contact, conversation, inbound, now)
        advised = answer_alert(house, session, conversation, inbound, now, silent=silent)
        return Received(conversation.id, ((advised[0], Words(advised[1], None, ())),) if advised else ())
    scene = Scene(house, session, conversation, contact, house.registers.current(session, now), now, apart=apart)
    scene.counted, gone = counted, to_officer and not with_officer.is_with_officer(conversation, now)
    scene.danger = find_danger(inbound.words)
    is_told = not to_officer and careful.says_what_we_asked(state, inbound.words, scene.danger)
    scene.danger = SAFE if is_told else with_who_it_is(scene, state, inbound.words)
    heed_reserve(scene, inbound.words)
    state = careful.heed_unsafe(scene, state, inbound.words, to_officer=to_officer)
    if is_silenced(scene, inbound):
        return Received(conversation.id)
    if to_officer and not gone and (said := _hear_for_officer(scene, state, inbound, before)):
        return said
    state = turn_away(scene, filing.settle_given(scene, state), inbound, before) if state else None
    if gone and (said := _hear_for_officer(scene, state, inbound, before)):
        return said
    if scene.danger.now and (
        _answers_in_full(scene, state, inbound.words) or careful.says_all_is_calm(state, inbound.words)
    ):  # "Threats, hate, violence" is an answer that we offered
        scene.danger = replace(scene.danger, now=None)
    state = careful.doubt_faint_signs(scene, state, inbound.words)
    scene.notes = notes_of(scene, state, to_officer=to_officer)
    scene.after_a_pause = before is not None and now - before >= LONG_PAUSE
    interruptions.settle_language(scene, inbound.words, state)
    _tell_if_urgent(scene)
    heed_new_fear(scene, inbound.words)
    refusal = None if careful.is_in_danger(state) else too_many(scene)
    if refusal is not None and state:
        return _conclude(scene, Turn(state, refusal))
    turn = _carry_through(scene, _turn(scene, inbound, refreshed(house.book, state, before, now)))
    if inbound.beyond_words and inbound.words.strip() and turn.replies and not scene.danger.urgent:
        turn = replace(turn, replies=(Reply(phrases.ONLY_THE_WORDS), *turn.replies))
    return _conclude(scene, promise_reserve(scene, turn))


def _hear_for_officer(scene: Scene, state: State | None, inbound: Inbound, before: datetime | None) -> Received | None:
    """What an officer has to answer: it is heard for what nobody may miss, and answers no question of ours. None where
    it is answered as ever, which ends that an officer has the talk."""
    talk = scene.conversation
    talk.needs_person = talk.needs_person or not wishes.is_thanks(inbound.words)
    if with_officer.leaves_to_chat(scene, state, inbound):
        talk.taken_by = None
        return None
    scene.notes = notes_of(scene, state, to_officer=True)
    state = careful.doubt_faint_signs(scene, state, inbound.words)
    interruptions.settle_language(scene, inbound.words, state)
    _tell_if_urgent(scene)
    heed_new_fear(scene, inbound.words)
    state = refreshed(scene.book, state, before, scene.now)
    return _conclude(scene, _carry_through(scene, with_officer.hear(scene, state, inbound)))


def _tell_if_urgent(scene: Scene) -> None:
    """A threat, abuse at home, a child or adult at risk, hate, thoughts of suicide: somebody is told tonight (R1)."""
    concern = scene.danger.concern
    told = scene.notes.get("told", "").split()
    if concern:
        scene.notes["concern"] = scene.notes.get("concern") or concern
    if concern and not scene.danger.now and concern not in told:
        scene.notes["told"] = " ".join([*told, concern])
        tell(scene.house, scene.session, scene.conversation.id, "urgent", concern, scene.now)


def _turn(scene: Scene, inbound: Inbound, state: State | None) -> Turn:
    """What one message does: danger first, then a wish that interrupts, then the answer to what was asked."""
    said = inbound.words
    if scene.counted and state:
        return counting.settle(scene, state)
    if scene.danger.now:
        return engine.begin(scene.book, "danger", under=with_story(scene, state, said))
    if scene.danger.concern == "suicidal":
        return careful.advise_low(scene, with_story(scene, state, said))
    if careful.is_still_in_danger(scene, state, said):
        return careful.advise_again(scene, inbound, with_story(scene, state, said))
    if inbound.edited and state and not state.over and not scene.danger.urgent and not scene.gives_apart:
        longer = engine.tell_story(scene.book, state, said, ear(scene))
        return engine.walk(scene.book, longer or state, (Reply(phrases.EDITED),))
    if state and not scene.gives_apart and (old := interruptions.hear_old_button(scene, state, inbound)):
        return old
    if asked_again := careful.is_unsafe_after_all(scene, state, said) or danger_after_all(scene, state, said):
        return asked_again
    kept = with_story(scene, state, said) if scene.danger.concern and state and not state.over else state
    if not _answers_in_full(scene, state, said) and (wish := interruptions.hear_wish(scene, kept, inbound)):
        return go_on_unanswered(scene, wish)
    if state and scene.gives_apart:
        return engine.walk(scene.book, state, sealed.thanks(scene, state))
    if state is None or state.over:
        again = careful.is_safe_after_all(scene, state, said)
        return again or _begin(scene, state, said, inbound.beyond_words)
    if anew := hear_after_a_pause(scene, state, said):
        return anew
    heard = careful.hear_about_safety(scene, state, said) or engine.answer(scene.book, state, said, ear(scene))
    return go_on_unanswered(scene, heard)


def _answers_in_full(scene: Scene, state: State | None, said: str) -> bool:
    return state is not None and is_answer(engine.offered(scene.book, state), said, scene.language)


def _begin(scene: Scene, state: State | None, said: str, beyond_words: str) -> Turn:
    """A new matter, or more about the one that is open."""
    unseen = (Reply(phrases.ONLY_WORDS),) if beyond_words and not said.strip() else ()
    if state and not beyond_words and says_nothing(said):
        return Turn(state, (Reply(phrases.NOTED),), over=True)
    if said.strip() and file_silently(scene, said):
        return Turn(state or State((Frame("report"),)), (Reply(phrases.NOTED),), over=True)
    if more := more_of_abuse(scene, state, said):
        return more
    return engine.walk(scene.book, new_page(scene, state, said), unseen)


def _carry_through(scene: Scene, turn: Turn) -> Turn:
    """Make true whatever the turn wishes, until it rests at a question or is over."""
    while turn.wish:
        scene.frame = turn.state.top
        turn = engine.done(scene.book, turn, make_true(scene, turn.wish))
    return careful.ask_in_doubt(scene, turn)


def _conclude(scene: Scene, turn: Turn) -> Received:
    """Keep the reports and the state, write down what is said, and queue it."""
    _keep_reports(scene, turn)
    urgent = scene.danger.now is not None or scene.danger.concern == "suicidal" or turn.state.top.dialog == "danger"
    said = [
        _say(scene, words, urgent)
        for words in compose(
            turn.replies, scene.language, scene.conversation.channel, scene.house.our_on(scene.conversation.channel)
        )
    ]
    scene.notes["asked"] = str(said[-1][0]) if said else ""
    scene.conversation.state = dump(State(turn.state.frames, turn.state.begun, scene.notes))
    scene.conversation.page = turn.state.begun
    missed = not turn.state.over and turn.state.top.misses > 0
    return Received(scene.conversation.id, tuple(said) if urgent else (), missed=missed)


def _keep_reports(scene: Scene, turn: Turn) -> None:
    _keep_safety(scene, turn)
    ended = {frame.number: frame for frame in turn.ended}
    for frame in {f.number: f for f in (*turn.state.frames, *turn.ended)}.values():
        dialog = scene.book[frame.dialog]
        if dialog.name == "report":
            has_ended = frame.number in ended or turn.state.over or is_told(frame)
            keep_report(scene, frame, settled(dialog, frame), has_ended)
        elif dialog.name in NO_REPORT_YET:
            keep_words(scene, frame)
        if dialog.sealed and scene.contact.reach:
            sealed.keep_wishes(scene, frame, settled(dialog, frame))


def _keep_safety(scene: Scene, turn: Turn) -> None:
    """Whether it is safe to write, as it was answered in danger, where no report may lie beneath to keep it (C5)."""
    for frame in turn.ended:
        if frame.dialog != "danger" or "safe_here" not in frame.marks:
            continue
        answered = frame.marks["safe_here"].gave.get("safe_here")
        if answered == "no":
            scene.contact.texting_is_safe = "no"
        elif answered == "yes" and scene.contact.texting_is_safe != "unwanted":
            scene.contact.texting_is_safe = "yes"


def _say(scene: Scene, words: Words, urgent: bool) -> tuple[int, Words]:
    """Store one message, and queue it unless the channel reads what it shows from the same rows."""
    talk, now = scene.conversation, scene.now
    kind: messages.Kind = "danger" if urgent else "reply"
    message_id = messages.append(
        scene.session, talk, kind, words.said, now, english=words.english, choices=words.choices or None
    )
    within = timedelta(minutes=scene.house.landlord.texting.reply_within_minutes)
    if talk.channel != "web":
        due_at, until = now + ANSWERED_WITHIN if urgent else now, (talk.last_heard_at or now) + within
        outbox.queue(scene.session, talk, message_id, kind, now, due_at=due_at, expires_at=until)
    return message_id, words
