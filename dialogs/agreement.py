"""We agree with somebody who reports how often, when and where they hear from us, and who their contact is (C4, C8)."""

from dialogs.grammar import NO, YES, All, Any, Ask, Choose, Dialog, Do, Effect, Is, Known, Not, Option, Say, Under, _
from dialogs.reaching import SAFE

WRITTEN_TO = Any((Is("writing", "yes"), Is("safe_to_text", "yes"), Is("may_write", "yes")))
NOT_WRITTEN_TO = Any((Is("safe_to_text", "no"), Is("may_write", "no")))
KEEPS_ANOTHER = All((Is("another", "proven"), Not(Is("keep_way", "no"))))
GIVES_ANOTHER = All((Any((Is("safe_to_reach", "yes"), Is("another", "given"))), Not(NOT_WRITTEN_TO)))
KEPT_INFORMED = All((Any((WRITTEN_TO, Is("way", "proven"), KEEPS_ANOTHER)), Not(NOT_WRITTEN_TO)))

may_we_write = (
    Choose(
        "safe_to_text",
        _("Is it safe for us to write to you here?"),
        SAFE,
        Is("writing", "unasked"),
        fresh=True,
        droppable=True,
    ),
    Choose("may_write", _("May we send you news here after all?"), (YES, NO), Is("writing", "unwanted")),
    Do("keep_safe", Effect("keep_safe_to_write", wants=("safe_to_text", "may_write"))),
    Say("not_written_to", _("Then we do not write to you. For news call us on {our_phone}."), NOT_WRITTEN_TO),
)

standing_way = Under(
    All((Is("another", "proven"), Not(NOT_WRITTEN_TO))),
    (
        Choose(
            "keep_way",
            _("You gave us another way to reach you. Is it still right and safe?"),
            (
                Option("yes", _("Yes, keep it"), _("y, yeah, yep, keep, still right")),
                Option("no", _("No, use it no more"), _("n, nope, wrong, not safe, remove it")),
            ),
        ),
        Do("end_ways", Effect("end_ways"), Is("keep_way", "no")),
        Say("way_ended", _("We do not use it any more."), Is("keep_way", "no")),
    ),
)

another_way = Under(
    All((Any((Is("another", "none"), Is("keep_way", "no"))), Not(NOT_WRITTEN_TO))),
    (
        Ask(
            "reach",
            _("If we cannot reach you here, where else? Give an e-mail or a mobile that is safe, or write SKIP."),
            "sealed",
            gives=("reach_note",),
            droppable=True,
            amiss=_("Sorry, we could not read that. Write the whole number, or an e-mail like name@example.org."),
        ),
        Choose(
            "safe_to_reach",
            _("Is it safe for us to write to you there? Say no if somebody else may see it."),
            SAFE,
            Known("reach"),
            about=("reach",),
            droppable=True,
        ),
    ),
)

prove_it = Under(
    GIVES_ANOTHER,
    (
        Do("send_code", Effect("send_code", wants=("safe_to_reach",), gives=("code_sent",))),
        Say(
            "no_code",
            _("We cannot write there. To try another number or e-mail, write CONTACT."),
            Is("code_sent", "no"),
        ),
        Ask(
            "code",
            _("We have sent you a code there. Please write it here, or write SKIP."),
            "code",
            at_most=20,
            when=Is("code_sent", "yes"),
            droppable=True,
            amiss=_("That is not the code that we sent. Look for 6 digits, or write SKIP."),
        ),
        Do("add_way", Effect("add_way", ("code",), gives=("way",)), Known("code")),
        Say(
            "way_added",
            _("Thank you. If a message does not reach you here, we try there."),
            All((Is("way", "proven"), Not(Is("writing", "never")))),
        ),
        Say(
            "way_used",
            _("Thank you. We send your news there."),
            All((Is("way", "proven"), Is("writing", "never"))),
        ),
    ),
)

how_and_when = Under(
    KEPT_INFORMED,
    (
        Choose(
            "how_often",
            _("How often shall we send you news?"),
            (
                Option("weekly", _("Every week"), _("weekly, each week, once a week")),
                Option("fortnightly", _("Every two weeks"), _("fortnightly, each two weeks, every other week")),
                Option("ten_days", _("Every ten working days"), _("ten working days, 10 working days, ten days")),
                Option("on_news", _("When something happens"), _("when there is news, only news, only then")),
            ),
            exact=True,
        ),
        Choose(
            "time_of_day",
            _("When is a good and safe time to write to you?"),
            (
                Option("morning", _("Mornings"), _("morning, in the morning, am")),
                Option("afternoon", _("Afternoons"), _("afternoon, in the afternoon")),
                Option("evening", _("Evenings"), _("evening, in the evening, after work")),
                Option("any", _("Any time"), _("anytime, whenever, always, all day, does not matter")),
                Option("own", _("Other hours"), _("other, other times, my own times")),
            ),
        ),
        Ask(
            "own_hours",
            _("Between which hours? For example: 10am to 2pm."),
            "hours",
            at_most=20,
            when=Is("time_of_day", "own"),
            amiss=_("Please write two times that are an hour or more apart, like 10am to 2pm."),
        ),
        Do(
            "agree",
            Effect("agree", ("how_often", "time_of_day"), ("own_hours", "of_case"), ("news_by", "named_contact")),
        ),
        Say(
            "agreed",
            _("Agreed. News: {how_often}. Time: {time_of_day}. You hear from us by {news_by}."),
            Not(Is("time_of_day", "own")),
        ),
        Say(
            "agreed_hours",
            _("Agreed. News: {how_often}. Time: {own_hours}. You hear from us by {news_by}."),
            Is("time_of_day", "own"),
        ),
        Say(
            "who",
            _("Your contact is {named_contact}. We also write when something important happens. To change it: CONTACT"),
        ),
    ),
)

agreement_lines = (
    Do("look_at_contact", Effect("look_at_contact", gives=("of_case", "writing", "another"))),
    Under(Not(Is("of_case", "")), (*may_we_write, standing_way, another_way, prove_it, how_and_when)),
)

agreement = Dialog(
    "agreement",
    (
        *agreement_lines,
        Say("no_matter", _("We agree how we keep in touch once you have told us what happens."), Is("of_case", "")),
        Say(
            "come_back",
            _("We cannot write to you outside this chat. Come back here, or call {our_phone} with your reference."),
            All((Not(Is("of_case", "")), Not(KEPT_INFORMED), Not(NOT_WRITTEN_TO))),
        ),
    ),
    formal=True,
)
