"""What we ask once the reference is given: the kind of ASB, when, how often, who reports; all of it may be skipped."""

from dialogs.grammar import NO, YES, All, Any, Ask, Choose, Do, Effect, Is, Known, Not, OneOf, Option, Say, Under, _
from dialogs.reaching import CAN_CONTACT, SAFE, still_safe_to_reach, whether_staff_may_contact

AT_RISK = ("domestic_abuse", "hate", "threat")  # from somebody who may read what we write
SOONER = _("We will now contact you sooner: by {sooner_by}.")
UNSURE_WHERE = Is("uprn", "unknown")
FEELS_SAFE = All((Is("unsafe", "no"), Any((Is("concern", ""), Not(Known("concern")))), Not(Is("young", "yes"))))
"""Only then may we suggest a word with the neighbour: they say so, no danger was heard, and they are no child (R5)."""
SEEN_NEARBY = Is("concern", "abuse_seen")  # abuse in somebody else's home: whoever tells of it is asked as ever

what_it_is = (
    Choose(
        "group",
        _("Which is it most like?"),
        (
            Option("noise", _("Noise"), _("loud, music, shouting, banging")),
            Option("people", _("Threats, hate, violence"), _("threats, hate, violence, abuse, harassment, bullying")),
            Option("drugs_and_crime", _("Drugs, drink, crime"), _("drugs, drink, alcohol, crime, dealing, sex")),
            Option("things", _("Damage, rubbish, garden"), _("damage, rubbish, litter, garden, vandalism, loitering")),
            Option("animals", _("Animals"), _("pets, dog, dogs, cats")),
            Option("vehicles", _("Vehicles"), _("cars, bikes, parking, motorbikes")),
            Option("none", _("Something else"), _("other, repair, rent, none of these")),
        ),
        droppable=True,
    ),
    Choose(
        "people",
        _("Which is closest?"),
        (
            Option("harassment", _("Threats or harassment"), _("threats, harassment, verbal abuse, bullying, insults")),
            Option("hate", _("Hate"), _("racism, racist, homophobia, because of who we are")),
            Option("violence", _("Violence"), _("physical violence, fighting, hitting, assault")),
            Option("domestic_abuse", _("Abuse at home"), _("domestic abuse, partner, family, domestic")),
        ),
        Is("group", "people"),
        droppable=True,
    ),
    Choose(
        "drugs_and_crime",
        _("Which is closest?"),
        (
            Option("drugs", _("Drugs"), _("dealing, cannabis, weed, cuckooing")),
            Option("alcohol", _("Drinking"), _("alcohol, drunk, drink")),
            Option("sexual", _("Sex or kerb crawling"), _("sex, prostitution, brothel")),
            Option("other_crime", _("Another crime"), _("crime, theft, stealing, other")),
        ),
        Is("group", "drugs_and_crime"),
        droppable=True,
    ),
    Choose(
        "things",
        _("Which is closest?"),
        (
            Option("vandalism", _("Damage"), _("vandalism, graffiti, broken")),
            Option("rubbish", _("Rubbish or dumping"), _("litter, rubbish, fly-tipping, waste")),
            Option("garden", _("A garden"), _("garden, overgrown")),
            Option("communal", _("Shared areas"), _("communal areas, stairs, loitering, hanging around, bin store")),
        ),
        Is("group", "things"),
        droppable=True,
    ),
    Choose(
        "service",
        _("Is it about a repair, rent or another service?"),
        (
            Option("not_asb", _("Yes"), _("y, yeah, yep, a repair, rent, a service")),
            Option("behaviour", _("No"), _("n, no, nope, neither")),
        ),
        Is("group", "none"),
        droppable=True,
    ),
    Do("classify", Effect("classify", (), ("group", "people", "drugs_and_crime", "things", "service"), ("kind",))),
    Say(
        "services",
        _("For repairs call {our_repairs}. For rent and other services call {our_phone}."),
        Is("kind", "not_asb"),
    ),
    Say(
        "services_read",
        _("We have kept your report. We read it and contact you by {reply_by}."),
        All((Is("kind", "not_asb"), CAN_CONTACT)),
    ),
    Say(
        "services_kept",
        _("We have kept your report, and one of us will read it."),
        All((Is("kind", "not_asb"), Not(CAN_CONTACT))),
    ),
    Say(
        "abuse_seen",
        _("Thank you for looking out for them. If it happens again, call 999. Please do not step in yourself."),
        SEEN_NEARBY,
    ),
)

abuse_after_all = Under(
    All((Is("kind", "domestic_abuse"), Not(SEEN_NEARBY))),
    (
        Choose("safe_to_say", _("Is it safe for us to write to you here?"), SAFE, Not(Is("safe_to_text", "yes"))),
        Say(
            "abuse_helpline",
            _("Abuse at home is never your fault. Talk to {our_abuse_line}, free, day and night."),
            Not(Is("safe_to_say", "no")),
        ),
        Say(
            "not_safe_after_all",
            _("We will not write to you here. Call us on {our_phone} when it is safe."),
            Is("safe_to_say", "no"),
        ),
        still_safe_to_reach,
    ),
)

sooner = (
    Do("look_sooner", Effect("look_for_sooner_promise", ("reference", "reply_by"), ("kind",), ("sooner_by",))),
    Say("sooner", SOONER, All((Not(Is("sooner_by", "")), Not(Is("safe_to_say", "no"))))),
)

noise = (
    Choose(
        "noise_sort",
        _("What sort of noise?"),
        (
            Option("music", _("Music or TV"), _("music, tv, radio, bass, party")),
            Option("voices", _("Shouting"), _("voices, shouting, arguing, screaming, fighting")),
            Option(
                "living", _("Daily life (steps, a baby)"), _("footsteps, walking, baby, washing machine, daily life")
            ),
            Option("dog", _("A dog"), _("dog, barking")),
            Option("diy", _("Building or DIY"), _("diy, drilling, hammering, building")),
            Option("other", _("Other"), _("other, alarm, something else")),
        ),
        Is("group", "noise"),
        droppable=True,
    ),
    Under(
        Is("noise_sort", "living"),
        (
            Choose(
                "unsafe",
                _("Do you feel unsafe, or are they doing it on purpose to upset you?"),
                (
                    Option("yes", _("Yes"), _("y, yeah, yep, unsafe, scared, i feel unsafe, i am scared, on purpose")),
                    Option("no", _("No"), _("n, nope, nah, i feel safe, not scared, not on purpose")),
                ),
                droppable=True,
            ),
            Choose(
                "willing",
                _("We cannot often stop sounds of daily life. A calm word can help. Would you try that first?"),
                (YES, NO),
                FEELS_SAFE,
                droppable=True,
            ),
            Say(
                "good_neighbour",
                _("Pick a calm moment, say how it sounds to you, ask what could help. Do not go if you feel unsafe."),
                All((FEELS_SAFE, Is("willing", "yes"))),
            ),
        ),
    ),
)

more_about_it = (
    Choose(
        "now",
        _("Is it happening now?"),
        (
            Option("yes", _("Yes"), _("y, yeah, yep, still, yes still, it is, on and off")),
            Option("no", _("No"), _("n, nope, nah, not now, not any more, stopped, it stopped, finished, it is over")),
        ),
        fresh=True,
        droppable=True,
    ),
    Ask(
        "when",
        _("When did it last happen? Give the day and time if you can."),
        at_most=40,
        when=Not(Is("now", "yes")),
        droppable=True,
    ),
    Choose(
        "often",
        _("How often does it happen?"),
        (
            Option(
                "daily", _("Every day or night"), _("daily, every day, every night, all the time, always, constantly")
            ),
            Option("weekly", _("Most weeks"), _("weekly, every week, weekends, at weekends")),
            Option("monthly", _("Most months"), _("monthly, every month")),
            Option("occasionally", _("Now and then"), _("occasionally, sometimes, rarely, not often")),
            Option("once", _("Just this once"), _("once, first time, one time, only once")),
        ),
        droppable=True,
        exact=True,
    ),
    Ask(
        "known",
        _("Do you know who is doing it, or has anyone else seen it? Tell us, or write SKIP."),
        at_most=120,
        droppable=True,
    ),
    Choose(
        "others",
        _("Is there a camera there, or have the police been told?"),
        (
            Option("camera", _("A camera"), _("camera, cctv, doorbell")),
            Option("police", _("The police know"), _("police, police told, 101")),
            Option("both", _("Both"), _("both of them, camera and police")),
            Option("neither", _("Neither"), _("no, none, neither of them")),
        ),
        droppable=True,
    ),
    Ask(
        "camera",
        _("Where is the camera, and for what day and time? Films are often wiped within days."),
        at_most=100,
        when=OneOf("others", ("camera", "both")),
        droppable=True,
    ),
    Ask(
        "crime_reference",
        _("What is the police crime reference? Write SKIP if you have none."),
        at_most=40,
        when=OneOf("others", ("police", "both")),
        droppable=True,
    ),
)

who_reports = (
    Choose(
        "behalf",
        _("Who are you reporting for?"),
        (
            Option("self", _("Myself or my home"), _("me, myself, self, my family, us")),
            Option("other", _("Somebody else"), _("someone else, other, my mum, my friend, a neighbour, relative")),
            Option("staff", _("I work here"), _("staff, contractor, caretaker, work")),
        ),
        droppable=True,
    ),
    Ask("on_behalf_of", _("Who is it happening to?"), "name", at_most=60, when=Is("behalf", "other"), droppable=True),
    Choose("authority", _("Are they happy for you to tell us?"), (YES, NO), Is("behalf", "other"), droppable=True),
    Choose(
        "naming",
        _("May we have your name? You do not have to give it."),
        (
            Option("named", _("Yes"), _("y, yeah, yep, ok, sure")),
            Option("confidential", _("Yes, but keep it secret"), _("secret, confidential, private, staff only")),
            Option("anonymous", _("No name"), _("n, no, nope, anonymous, nameless")),
        ),
        droppable=True,
    ),
    Ask(
        "name",
        _("What is your name?"),
        "name",
        at_most=40,
        when=OneOf("naming", ("named", "confidential")),
        droppable=True,
    ),
    *whether_staff_may_contact,
)

summary = (
    Do(
        "sum_up",
        Effect(
            "sum_up", (), ("group", "people", "drugs_and_crime", "things", "noise_sort", "often"), gives=("gist_told",)
        ),
    ),
    Say(
        "told_us", _("You told us: {gist_told}. It is at {place}."), All((Not(Is("gist_told", "")), Not(UNSURE_WHERE)))
    ),
    Say("told_us_where", _("You told us: it is at {place}."), All((Is("gist_told", ""), Not(UNSURE_WHERE)))),
    Say(
        "told_us_what",
        _("You told us: {gist_told}. You are not sure where."),
        All((Not(Is("gist_told", "")), UNSURE_WHERE)),
    ),
    Choose(
        "all_right",
        _("Is that right?"),
        (
            Option("yes", _("Yes"), _("y, yeah, yep, correct, right, fine")),
            Option("no", _("No, change something"), _("n, no, nope, wrong, not right, change")),
        ),
        Not(All((Is("gist_told", ""), UNSURE_WHERE))),
        about=("gist_told", "place"),
        droppable=True,
    ),
    Choose(
        "change",
        _("What shall we change?"),
        (
            Option(
                "what",
                _("What it is"),
                _("what"),
                reopens=("group", "people", "drugs_and_crime", "things", "service", "noise_sort", "all_right"),
            ),
            Option("place", _("Where"), _("where it is, place, address"), reopens=("place", "all_right")),
            Option("when", _("When"), _("when it was, time, day"), reopens=("now", "when", "all_right")),
            Option("often", _("How often"), _("often"), reopens=("often", "all_right")),
            Option("name", _("My name"), _("name"), reopens=("naming", "name", "all_right")),
            Option(
                "whom",
                _("Who it is for"),
                _("for whom, who for, somebody else"),
                reopens=("behalf", "on_behalf_of", "authority", "all_right"),
            ),
            Option("nothing", _("Nothing"), _("none, no change, leave it")),
        ),
        Is("all_right", "no"),
        droppable=True,
    ),
    Say("safely", _("Record or photograph only if it is safe. Never put yourself at risk.")),
    Say("support", _("Want to talk to somebody? Victim Support, free: {our_victim_support}.")),
    Say("thanks", _("Thank you. Write to us here at any time to add to it.")),
    Choose(
        "more_time",
        _("Shall we take five more minutes, so that we can keep you safe and informed?"),
        (
            Option("yes", _("Yes"), _("y, yeah, yep, ok, go on"), opens="first_contact"),
            Option("no", _("Not now"), _("n, no, nope, another time")),
        ),
        droppable=True,
    ),
    Say("another_time", _("That is fine. To agree how we keep in touch, write CONTACT."), Not(Is("more_time", "yes"))),
)

details = (
    Under(
        Any((SEEN_NEARBY, Not(OneOf("kind", ("domestic_abuse", "not_asb"))))),
        (*noise, *more_about_it, *who_reports, *summary),
    ),
)
