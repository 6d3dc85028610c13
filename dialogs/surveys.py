"""How it went, asked once a matter is closed: short questions, each of which may be left out (S1, S2, S3).

A survey is asked about one case, and is never counted as the yearly measure of all tenants.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from dialogs.grammar import (
    NO,
    NOTHING,
    YES,
    All,
    Ask,
    Choose,
    Dialog,
    Do,
    Effect,
    Is,
    Line,
    Not,
    Option,
    Say,
    Text,
    Under,
    _,
)

SATISFACTION = (
    Option("very_satisfied", _("Very satisfied"), _("very happy, fully satisfied")),
    Option("fairly_satisfied", _("Fairly satisfied"), _("quite satisfied, fairly happy")),
    Option("neither", _("Neither satisfied nor dissatisfied"), _("neither, neutral, in between")),
    Option("fairly_dissatisfied", _("Fairly dissatisfied"), _("quite dissatisfied, fairly unhappy")),
    Option("very_dissatisfied", _("Very dissatisfied"), _("very unhappy, not satisfied at all")),
)
STOPPED = (
    Option("stopped", _("It has stopped"), _("stopped, yes stopped, all quiet")),
    Option("less", _("It is less"), _("less, less often, better")),
    Option("same", _("It is the same"), _("same, no change, still the same")),
    Option("worse", _("It is worse"), _("worse, more, more often")),
)
UNSURE = Option("unsure", _("Not sure"), _("maybe, perhaps, it depends"))
WOULD = (YES, NO, UNSURE)
CONFIDENT = (
    Option("very", _("Very confident")),
    Option("fairly", _("Fairly confident")),
    Option("not_very", _("Not very confident"), _("not very, not really, not much")),
    Option("not_at_all", _("Not at all confident"), _("not at all, not in the least")),
)
OFTEN = (
    Option("often", _("Often")),
    Option("sometimes", _("Sometimes")),
    Option("rarely", _("Rarely")),
    Option("never", _("Never")),
)
SCALES: Mapping[str, tuple[Option, ...]] = {
    "satisfaction": SATISFACTION,
    "stopped": STOPPED,
    "would": WOULD,
    "confident": CONFIDENT,
    "often": OFTEN,
    "yes_no": (YES, NO),
}
"""Best first: the order in which they are put, and counted."""
WELL = frozenset(("very_satisfied", "fairly_satisfied", "stopped", "less", "yes", "very", "fairly"))
"""What is well, where answers are only told apart into two."""
NEITHER_WELL_NOR_BAD = ("improve", "seen")
"""Questions that have no such answer."""


@dataclass(frozen=True)
class Question:
    """One question of a survey, by its name; without options it is answered in own words, and `spoken`, where it is
    given, is how it is put in a conversation."""

    name: str
    text: Text
    options: tuple[Option, ...] = ()
    spoken: Text = NOTHING


QUESTIONS = {
    one.name: one
    for one in (
        Question("informed", _("Being kept informed: how satisfied are you?"), SATISFACTION),
        Question("outcome", _("The outcome: how satisfied are you?"), SATISFACTION),
        Question("stopped", _("Has it stopped or become less?"), STOPPED),
        Question("overall", _("Overall, how satisfied are you with our work?"), SATISFACTION),
        Question("again", _("Would you feel confident reporting to us again?"), WOULD),
        Question(
            "better",
            _("What would have been better?"),
            spoken=_("What would have been better? Tell us in your own words, or write SKIP."),
        ),
        Question("speed", _("How soon we first spoke to you: satisfied?"), SATISFACTION),
        Question("advice", _("The advice you were given: satisfied?"), SATISFACTION),
        Question("support", _("The support you were given: satisfied?"), SATISFACTION),
        Question("improve", _("Would you like to help us improve? We would get in touch about it."), (YES, NO)),
        Question("still", _("Some months on: has it really stopped?"), STOPPED),
        Question(
            "seen",
            _("Do you ever see or experience things around here that feel like anti-social behaviour?"),
            OFTEN,
        ),
        Question("able", _("If something was going on here, would you feel able to report it to us?"), WOULD),
        Question("confident", _("How confident do you feel about reporting anti-social behaviour?"), CONFIDENT),
        Question(
            "hesitate",
            _("What would make you hesitate about reporting something, if anything?"),
            spoken=_("What would make you hesitate about reporting something, if anything? Your own words, or SKIP."),
        ),
        Question("knows_how", _("Do you know how you'd report ASB if you needed to?"), (YES, NO)),
        Question("would_report", _("Would you feel confident reporting ASB?"), WOULD),
        Question("would_again", _("Would you report ASB again if needed in the future?"), WOULD),
    )
}
"""Those that ship, by name. A landlord chooses among them, and may add others."""
USUAL: Mapping[str, tuple[str, ...]] = {
    "end_of_case": ("informed", "outcome", "stopped", "overall", "again", "better"),
    "follow_up": ("still", "again", "better"),
    "confidence": ("would_report", "would_again"),
    "visit": ("seen", "able", "confident", "hesitate", "knows_how"),
}
"""The questions that are put in a conversation, where the landlord says nothing else."""
OF_ALL = ("confidence", "visit")
"""Surveys of residents, whether or not they ever reported anything: sent as campaigns, and the second filled in on a
tenancy visit too (S2)."""
INVITATION = _("{our_name}: may we ask you a few short questions about how we did? It takes two minutes.")
BY_LINK = _("{our_name}: may we ask you a few short questions about how we did? It takes two minutes: {link}")
HOME_INVITATION = _(
    "{our_name}: may we ask you a few short questions about where you live? It takes two minutes. "
    "Write STOP and we stop."
)
HOME_BY_LINK = _(
    "{our_name}: may we ask you a few short questions about where you live? It takes two minutes: {link} "
    "There you can also say that we should not ask again."
)
HOME_REMINDER = _("{our_name}: we would still like to hear what you think. Write 1 to begin, or 2 for no, thank you.")
SURVEY_REMINDER = _("{our_name}: we would still like to hear how we did. Write 1 to begin, or 2 for no, thank you.")
_MAY_WE = (YES, Option("no", _("No, thank you"), _("n, no, nope, rather not, not now")))
_TAKE_UP = (Option("yes", _("Yes"), _("y, yes, yeah, yes please"), opens="report"), NO)
"""A report can begin with what was just written."""
MAY = "survey_may"
STORY = "words"
"""The line of the answer in own words is called as the story of a report is, so that a report can begin with it."""
HESITATE = "hesitate"
STORIES = ("better", HESITATE)
"""The first of these that a survey asks is that line."""


def line_of(question: str, asked: Collection[str]) -> str:
    """What the line is called that asks it, in a survey that asks these."""
    story = next((name for name in STORIES if name in asked), "")
    return STORY if question == story else f"asks_{question}"


def invitation_to(survey: str) -> Text:
    return HOME_INVITATION if survey in OF_ALL else INVITATION


def link_to(survey: str) -> Text:
    return HOME_BY_LINK if survey in OF_ALL else BY_LINK


def reminder_of(survey: str) -> Text:
    return HOME_REMINDER if survey in OF_ALL else SURVEY_REMINDER


def page_name(survey: str) -> str:
    return f"survey_{survey}"


def survey_page(survey: str, questions: Sequence[Question]) -> Dialog:
    """The page of one survey: may we ask, the questions, and thanks with what becomes of the answers."""
    begun = All((Is(MAY, "yes"), Is("survey_open", "yes")))
    sorry = Is("survey_mood", "sorry")
    return Dialog(
        page_name(survey),
        (
            Choose(
                MAY,
                invitation_to(survey),
                (YES, Option("no", _("No, thank you"), _("n, no, nope, rather not, not now"))),
            ),
            Do("survey_takes", Effect("take_survey", (MAY,), gives=("survey_open",))),
            Say("survey_declined", _("That is fine. We will not ask again about this."), Is(MAY, "no")),
            Say(
                "survey_closed",
                _("These questions have closed. Thank you all the same."),
                All((Is(MAY, "yes"), Not(Is("survey_open", "yes")))),
            ),
            Under(
                begun,
                (
                    *(line for one in questions for line in _put_and_kept(one, [each.name for each in questions])),
                    Do("survey_ends", Effect("end_survey", gives=("survey_mood", "survey_again"))),
                    Say("survey_thanks", _("Thank you. We read every answer."), Not(sorry)),
                    Say("survey_sorry", _("Thank you. We are sorry. A manager reads this next working day."), sorry),
                    *_how_to_report(questions),
                    Choose("survey_report", _take_up(survey), _TAKE_UP, Is("survey_again", "yes"), droppable=True),
                    Say("survey_complain", _("Not happy with us? Write COMPLAINT.")),
                ),
            ),
        ),
        formal=True,
    )


def _take_up(survey: str) -> Text:
    if survey in OF_ALL:
        return _("Would you like to report something now?")
    return _("It seems to go on. Shall we take it up again now?")


def _how_to_report(questions: Sequence[Question]) -> tuple[Line, ...]:
    """Whoever says that they do not know how is told."""
    if "knows_how" not in [one.name for one in questions]:
        return ()
    said = _("You can tell us here at any time: write in your own words what is happening.")
    return (Say("survey_how", said, Is(line_of("knows_how", ()), "no")),)


def _put_and_kept(question: Question, asked: Collection[str]) -> tuple[Line, ...]:
    """A question, and its answer kept at once: nothing waits for the last of them."""
    name = line_of(question.name, asked)
    put: Line = (
        Choose(name, question.text, question.options, droppable=True, exact=question.options not in (WOULD, (YES, NO)))
        if question.options
        else Ask(name, question.spoken if question.spoken.msgid else question.text, at_most=1000, droppable=True)
    )
    return put, Do(f"keep_{question.name}", Effect("keep_survey_answer", wants=(name,)))


end_of_case, follow_up, confidence, visit = (
    survey_page(survey, [QUESTIONS[name] for name in names]) for survey, names in USUAL.items()
)
