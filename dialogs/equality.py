"""Who residents are, asked apart from the case and only if they do not mind; the answers are counted, never kept (C3).

Landlords must look whether they serve everybody alike. Nothing here may decide how fast anybody is answered.
"""

from dialogs.grammar import NO, YES, Any, Choose, Dialog, Do, Effect, Is, Not, Option, Say, Text, Under, _

RATHER_NOT = Option("not_said", _("Prefer not to say"), _("rather not say, rather not, prefer not, private, pass"))

AGE = (
    Option("under_25", _("Under 25"), _("below 25, less than 25")),
    Option("25_to_44", _("25 to 44"), _("25-44")),
    Option("45_to_64", _("45 to 64"), _("45-64")),
    Option("65_or_over", _("65 or over"), _("over 65, 65 and over, older than 65")),
    RATHER_NOT,
)
SEX = (
    Option("female", _("Female"), _("woman, f, lady")),
    Option("male", _("Male"), _("man, m")),
    RATHER_NOT,
)
GENDER = (
    Option("same", _("Yes"), _("y, yeah, yep, the same, same")),
    Option("different", _("No"), _("n, nope, different, not the same, trans, transgender")),
    RATHER_NOT,
)
DISABILITY = (
    Option("disabled", _("Yes"), _("y, yeah, yep, disabled, i am disabled")),
    Option("not_disabled", _("No"), _("n, nope, not disabled, i am not disabled")),
    RATHER_NOT,
)
ETHNICITY = (
    Option("asian", _("Asian"), _("asian or asian british, british asian, south asian")),
    Option("black", _("Black"), _("black british, african, caribbean, black african, black caribbean")),
    Option("mixed", _("Mixed"), _("mixed race, more than one, dual heritage")),
    Option("white", _("White"), _("white british, white irish, white other")),
    Option("other_ethnicity", _("Another group"), _("another, other, arab")),
    RATHER_NOT,
)
RELIGION = (
    Option("no_religion", _("None"), _("no religion, atheist, nothing, no, not religious")),
    Option("christian", _("Christian"), _("catholic, church of england, protestant")),
    Option("muslim", _("Muslim"), _("islam")),
    Option("hindu", _("Hindu"), _("hinduism")),
    Option("sikh", _("Sikh"), _("sikhism")),
    Option("jewish", _("Jewish"), _("judaism, jew")),
    Option("buddhist", _("Buddhist"), _("buddhism")),
    Option("other_religion", _("Another"), _("another religion, other, other religion")),
    RATHER_NOT,
)
ORIENTATION = (
    Option("straight", _("Straight"), _("heterosexual, hetero")),
    Option("gay_or_lesbian", _("Gay or lesbian"), _("gay, lesbian, homosexual")),
    Option("bisexual", _("Bisexual"), _("bi")),
    Option("other_orientation", _("Something else"), _("other, another, queer")),
    RATHER_NOT,
)

ASKED: dict[str, tuple[Text, tuple[Option, ...]]] = {
    "age": (_("How old are you?"), AGE),
    "sex": (_("What is your sex?"), SEX),
    "gender": (_("Is your gender the same as at birth?"), GENDER),
    "disability": (_("Are you disabled, or ill for a long time?"), DISABILITY),
    "ethnicity": (_("What is your ethnic group?"), ETHNICITY),
    "religion": (_("What is your religion?"), RELIGION),
    "orientation": (_("Which fits you best?"), ORIENTATION),
}
"""What may be asked, by the name that the landlord's configuration calls it; in this order."""
BEGINS = "equality_"
WANTED = tuple(f"wants_{name}" for name in ASKED)

equality = (
    Do("equality_look", Effect("look_for_equality", gives=WANTED)),
    Under(
        Any(tuple(Is(wanted, "yes") for wanted in WANTED)),
        (
            Choose(
                "equality",
                _("May we ask a few things about you, like your age? It does not change how we help you."),
                (YES, NO),
                droppable=True,
            ),
            Do("equality_asked", Effect("note_equality_asked", wants=("equality",), once=True)),
            Under(
                Is("equality", "yes"),
                tuple(
                    Choose(
                        f"{BEGINS}{name}",
                        text,
                        options,
                        Is(f"wants_{name}", "yes"),
                        droppable=True,
                        exact=True,
                        counted=True,
                    )
                    for name, (text, options) in ASKED.items()
                ),
            ),
            Say(
                "equality_counted",
                _("Thank you. We only count these answers. We do not keep them with your name or your report."),
                Is("equality", "yes"),
            ),
            Say("equality_declined", _("That is fine. It changes nothing."), Not(Is("equality", "yes"))),
        ),
    ),
)

equality_page = Dialog("equality", equality)
