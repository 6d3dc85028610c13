"""How safe somebody is who reports: the questions of a risk assessment in plain words (C2).

Which of them are put, and what each answer counts, is the landlord's matrix; those who answer never see a score.
"""

from dialogs.grammar import NO, YES, Choose, Dialog, Do, Effect, Is, Line, Not, Option, Say, Under, _

GIVEN = "_given"  # ends the name under which it is known that a question has been answered before

QUESTIONS = (
    Choose(
        "risk_harassing",
        _("Do they, or their friends, harass or threaten you?"),
        (
            Option("now", _("Yes, these days"), _("now, they do, at the moment")),
            Option("past", _("They did in the past"), _("before, past, in the past, used to")),
            Option("reputation", _("They are known for it"), _("known for it, to others, others say so")),
            Option("none", _("No"), _("n, no, nope, never, neither")),
        ),
        droppable=True,
        exact=True,
    ),
    Choose("risk_worse", _("Is it getting worse, or happening more often?"), (YES, NO), droppable=True),
    Choose(
        "risk_often",
        _("Other than now, how often are there problems?"),
        (
            Option("daily", _("Every day"), _("daily, each day, every night, all the time, always")),
            Option("most_days", _("Most days"), _("nearly every day, most nights")),
            Option("weekly", _("Most weeks"), _("weekly, every week, weekends, at weekends")),
            Option("monthly", _("Most months"), _("monthly, every month")),
            Option("occasionally", _("Now and then"), _("occasionally, sometimes, rarely, not often")),
        ),
        droppable=True,
        exact=True,
    ),
    Choose(
        "risk_affected",
        _("How much does it affect you?"),
        (
            Option("none", _("Not at all"), _("not, nothing, it does not")),
            Option("little", _("A little"), _("little, a bit, slightly")),
            Option("moderately", _("In between"), _("moderately, somewhat, medium")),
            Option(
                "lot",
                _("A lot"),
                _(
                    "lot, lots, loads, quite a lot, quite a bit, a great deal, very much, massively, really badly,"
                    " badly"
                ),
            ),
            Option("extremely", _("Extremely"), _("extreme, as bad as can be, unbearable")),
        ),
        droppable=True,
        exact=True,
    ),
    Choose("risk_health", _("Has it harmed your health, in body or mind?"), (YES, NO), droppable=True),
    Choose(
        "risk_friends",
        _("Who can you turn to for support?"),
        (
            Option(
                "alone",
                _("I am alone"),
                _("alone, nobody, no one, no one really, isolated, i live alone, on my own, just me"),
            ),
            Option(
                "few",
                _("A few people"),
                _("few, a few, some, one or two, my sister, my brother, my mum, a friend, one friend"),
            ),
            Option("close", _("Many people"), _("many, lots, close friends, my family")),
        ),
        droppable=True,
        exact=True,
    ),
    Choose(
        "risk_household",
        _("Is anybody at home more at risk, like somebody who is ill, disabled, old or very young?"),
        (YES, NO),
        droppable=True,
    ),
    Choose(
        "risk_because",
        _("Is it about race, faith, where you are from, who you love, gender or a disability?"),
        (YES, NO),
        droppable=True,
    ),
    Choose(
        "risk_aimed",
        _("Who is it aimed at?"),
        (
            Option("me", _("Me"), _("myself, at me, us")),
            Option("family", _("My family"), _("family, my children, my partner")),
            Option("community", _("The community"), _("community, everyone, everybody, neighbours")),
            Option("nobody", _("Nobody"), _("no one, none, not aimed at anyone")),
        ),
        droppable=True,
        exact=True,
    ),
    Choose(
        "risk_known",
        _("How well do you know the people who do it?"),
        (
            Option("well", _("Well"), _("very well, quite well")),
            Option("somewhat", _("A little"), _("little, a bit, by sight")),
            Option("no", _("Not at all"), _("n, no, nope, not, i do not know them")),
        ),
        droppable=True,
        exact=True,
    ),
    Choose("risk_earlier", _("Is it linked to earlier trouble that you had?"), (YES, NO), droppable=True),
    Choose(
        "risk_told",
        _("Have you told anyone else who can help, like the police, the council or a doctor?"),
        (YES, NO),
        droppable=True,
    ),
    Choose("risk_others", _("Are other people affected too?"), (YES, NO), droppable=True),
)
"""In this order: what weighs most stands first, because many stop half way."""

NAMES = tuple(question.name for question in QUESTIONS)
ASKED = Not(Is("risk_case", ""))


def _put_and_kept(question: Choose) -> tuple[Line, ...]:
    """A question that nothing has answered yet, and its answer kept at once: nothing waits for the last of them."""
    put = Choose(
        question.name,
        question.text,
        question.options,
        Is(question.name + GIVEN, ""),
        droppable=question.droppable,
        exact=question.exact,
    )
    return put, Do(f"keep_{question.name}", Effect("keep_risk", wants=(question.name,)), put.when)


risk_lines = (
    Do("look_at_risk", Effect("look_at_risk", gives=("risk_case", *(name + GIVEN for name in NAMES)))),
    Under(
        ASKED,
        (
            Say("risk_begins", _("These questions tell us how worried to be. You may write SKIP at any of them.")),
            *(line for question in QUESTIONS for line in _put_and_kept(question)),
        ),
    ),
)

risk = Dialog(
    "risk",
    (
        *risk_lines,
        Say("risk_ends", _("Thank you. It helps us to see what to do first."), ASKED),
        Say("no_risk", _("There is nothing more that we need to ask you now. Thank you."), Is("risk_case", "")),
    ),
    formal=True,
)
