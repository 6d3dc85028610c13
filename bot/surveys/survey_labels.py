"""Surveys in plain words for staff: where one stands, why it was not sent, and what an answer was. Pure."""

from bot.surveys.choices import Surveys
from bot.surveys.reasons import REASONS
from dialogs.surveys import QUESTIONS, SCALES

TITLES = {
    "end_of_case": "How it went",
    "follow_up": "Some months later",
    "confidence": "Confidence to report",
    "visit": "Confidence to report (questions of the tenancy visit)",
}
"""None of them is the yearly measure of all tenants (TP12), and none is called so."""
STATES = {
    "listed": "On the list of a draft",
    "held": "Waits for your word",
    "waiting": "Will be asked",
    "asked": "Asked, no answer yet",
    "answering": "Answering",
    "finished": "Answered",
    "declined": "They would rather not",
    "ended": "Closed without all answers",
    "not_sent": "Not sent",
}
WHY_NOT = {
    "not_drawn": "not in the sample",
    "no_way": "there is no way to write to them first",
    "not_safe": "it is not safe to write to them",
    "unwanted": "they do not want us to write to them",
    "stopped": "they have said STOP",
    "secret": "nothing may be said of it in a chat: ask them by telephone",
    "shared": "others read on their phone",
    "call": "they want to be called, and not written to",
    "high_risk": "they are at high risk",
    "danger": "they were in danger not long ago",
    "asked_lately": "they were asked something not long ago",
    "declined": "they would rather not be asked about this",
    "sensitive": "they have told us of hate, violence or abuse",
    "called_off": "the campaign was stopped",
    "busy": "they were in the middle of another conversation for two weeks",
    "undelivered": "the question did not arrive",
    "bereaved": "somebody has died",
    "unkind": "an officer thinks that it would be unkind",
    "other": "an officer has another reason",
}
OFFICERS_REASONS = ("bereaved", "unkind", "other")


def question_in_words(surveys: Surveys, name: str) -> str:
    """The question as it is put in English; its name where it is asked no more."""
    if name in surveys.questions:
        return surveys.questions[name].text
    return QUESTIONS[name].text.msgid if name in QUESTIONS else name


def answer_in_words(value: str) -> str:
    """An answer as it is offered in English, or the reason that its words come to."""
    if value in REASONS:
        return REASONS[value]
    for options in SCALES.values():
        for option in options:
            if option.value == value:
                return option.label.msgid
    return value
