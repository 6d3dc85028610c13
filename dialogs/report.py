"""A resident tells us about anti-social behaviour, has a reference early, and says more if they wish (R1 to R11)."""

from dialogs.grammar import (
    NO,
    YES,
    All,
    Any,
    Ask,
    Choose,
    Dialog,
    Do,
    Effect,
    Is,
    Known,
    Not,
    OneOf,
    Option,
    Say,
    Under,
    _,
)

BEHAVIOUR = Not(Is("ordinary_service", "yes"))
AT_RISK_FROM_SOMEBODY = OneOf("concern", ("domestic_abuse", "hate", "threat"))
UNSAFE_HERE = Any((Is("safe_here", "no"), Is("safe_to_text", "no")))
ABUSE_AT_HOME = Any((Is("concern", "domestic_abuse"), Is("kind", "domestic_abuse")))
QUIETLY = Any((UNSAFE_HERE, ABUSE_AT_HOME))
LIVING_NOISE = All((Is("kind", "noise"), Is("noise_sort", "living")))
LISTED = All((Known("uprn"), Not(OneOf("uprn", ("street", "unlisted", "unknown")))))

SAFE = (
    Option("yes", _("Yes"), _("y, yeah, yep, safe, it is safe")),
    Option("no", _("No"), _("n, nope, not safe, unsafe, it is not safe")),
)

before_the_reference = (
    Choose(
        "danger",
        _(
            "{our_name}. We are not an emergency service. In danger? Call 999. {our_languages}"
            "\nIs anyone in danger right now?"
        ),
        (
            Option("yes", _("Yes"), _("y, yeah, yes now, help"), opens="danger"),
            Option("no", _("No"), _("n, nope, nah, not now, nobody, no one")),
        ),
        fresh=True,
    ),
    Ask("words", _("Tell us in your own words what is happening, where, and how often."), "story", at_most=1000),
    Do("notice", Effect("notice", ("words",), gives=("gist", "guess", "concern", "channel"))),
    Choose(
        "ordinary_service",
        _("This sounds like a repair, rent or another service. Is that right?"),
        (
            Option("yes", _("Yes"), _("y, yeah, yep, a repair, rent")),
            Option("no", _("No, it is about how somebody behaves"), _("n, nope, behaviour, neighbours")),
        ),
        Is("guess", "not_asb"),
    ),
    Say(
        "where_to_go",
        _("For repairs call {our_repairs}. For rent and other services call {our_phone}. We have kept what you wrote."),
        Is("ordinary_service", "yes"),
    ),
    Under(
        BEHAVIOUR,
        (
            Choose("safe_here", _("Is it safe for us to write to you here?"), SAFE, AT_RISK_FROM_SOMEBODY, fresh=True),
            Under(
                Not(Is("safe_here", "no")),
                (
                    Say(
                        "abuse_helpline",
                        _("Abuse at home is never your fault. Talk to {our_abuse_line}, free, day and night."),
                        Is("concern", "domestic_abuse"),
                    ),
                    Say("gist", _("You told us about: {gist}."), Not(Is("gist", ""))),
                    Ask(
                        "place",
                        _("Where is it happening? Give the number and street, or say what is near."),
                        "place",
                        at_most=60,
                        gives=("uprn",),
                    ),
                    Choose(
                        "right_place",
                        _("Is it at {place}?"),
                        (YES, Option("no", _("No, somewhere else"), _("n, nope, wrong"), reopens=("place",))),
                        LISTED,
                    ),
                    Choose(
                        "street_is_enough",
                        _("We know {place}, but not which home you mean. Is that enough?"),
                        (
                            Option("yes", _("Yes"), _("y, yeah, yep, enough")),
                            Option("no", _("No, I will add the number"), _("n, nope, number"), reopens=("place",)),
                        ),
                        Is("uprn", "street"),
                    ),
                    Choose(
                        "unlisted_place",
                        _("We cannot find {place} on our list. Shall we keep it as you wrote it?"),
                        (
                            Option("yes", _("Yes, keep it"), _("y, yeah, yep, keep")),
                            Option("no", _("No, try again"), _("n, nope, again"), reopens=("place",)),
                        ),
                        Is("uprn", "unlisted"),
                    ),
                    Do("look", Effect("look_for_open_case", ("uprn",), ("place",), ("open_case",)), Known("uprn")),
                    Choose(
                        "same_matter",
                        _("You have an open case with us, {open_case}. Is this about the same thing?"),
                        (
                            Option("yes", _("Yes, add it to that case"), _("y, yeah, same, add")),
                            Option("no", _("No, it is something new"), _("n, nope, new, different")),
                        ),
                        All((Known("open_case"), Not(Is("open_case", "")))),
                    ),
                ),
            ),
        ),
    ),
)

the_reference = Under(
    BEHAVIOUR,
    (
        Do(
            "open_case",
            Effect(
                "open_case",
                ("words", "concern"),
                ("place", "uprn", "same_matter", "open_case"),
                ("reference", "reply_by"),
            ),
        ),
        Say(
            "reference",
            _("Your reference is {reference}. Please keep it. We will contact you by {reply_by}."),
            Not(Is("safe_here", "no")),
        ),
        Say("quiet_reference", _("Thank you. Your number with us is {reference}."), Is("safe_here", "no")),
        Under(
            Not(QUIETLY),
            (
                Say(
                    "next",
                    _("An officer will read this and ask what would help. We never tell anyone who reported it."),
                ),
                Say("more", _("A few more questions help us act. Text LATER to stop, BACK to change an answer.")),
            ),
        ),
        Choose(
            "safe_to_text",
            _("Is it safe for us to write to you here?"),
            SAFE,
            All((Not(AT_RISK_FROM_SOMEBODY), Not(Is("channel", "web")))),
            fresh=True,
        ),
        Say("not_here", _("We will not write to you here. Call us on {our_phone} when it is safe."), UNSAFE_HERE),
    ),
)

what_it_is = (
    Choose(
        "group",
        _("Which is it most like?"),
        (
            Option("noise", _("Noise"), _("loud, music, shouting, banging")),
            Option("people", _("Threats, hate or violence"), _("threats, hate, violence, abuse, harassment, bullying")),
            Option("drugs_and_crime", _("Drugs, drink or crime"), _("drugs, drink, alcohol, crime, dealing, sex")),
            Option("things", _("Damage, rubbish, garden"), _("damage, rubbish, litter, garden, vandalism, loitering")),
            Option("animals", _("Animals"), _("pets, dog, dogs, cats")),
            Option("vehicles", _("Vehicles"), _("cars, bikes, parking, motorbikes")),
            Option("not_asb", _("Something else"), _("other, repair, rent, none")),
        ),
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
    ),
    Choose(
        "drugs_and_crime",
        _("Which is closest?"),
        (
            Option("drugs", _("Drugs"), _("dealing, cannabis, weed, cuckooing")),
            Option("alcohol", _("Drinking"), _("alcohol, drunk, drink")),
            Option("sexual", _("Sex or kerb crawling"), _("sex, prostitution, brothel")),
            Option("other_crime", _("Another crime"), _("crime, theft, burglary, other")),
        ),
        Is("group", "drugs_and_crime"),
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
    ),
    Do(
        "classify",
        Effect("classify", ("group",), ("people", "drugs_and_crime", "things"), ("kind", "gist_kind")),
        Known("group"),
    ),
    Say(
        "services",
        _("For repairs call {our_repairs}. For rent and other services call {our_phone}."),
        Is("kind", "not_asb"),
    ),
    Say(
        "abuse_help",
        _("Abuse at home is never your fault. Talk to {our_abuse_line}, free, day and night."),
        All((Is("kind", "domestic_abuse"), Not(Is("concern", "domestic_abuse")))),
    ),
    Choose(
        "noise_sort",
        _("What sort of noise?"),
        (
            Option("music", _("Music or TV"), _("music, tv, radio, bass, party")),
            Option("voices", _("Shouting"), _("voices, shouting, arguing, screaming, fighting")),
            Option(
                "living", _("Daily life: steps, baby, washing"), _("footsteps, walking, baby, washing machine, daily")
            ),
            Option("dog", _("A dog"), _("dog, barking")),
            Option("diy", _("Building or DIY"), _("diy, drilling, hammering, building")),
            Option("other", _("Other"), _("other, alarm, something else")),
        ),
        Is("kind", "noise"),
        droppable=True,
    ),
)

everyday_noise = Under(
    LIVING_NOISE,
    (
        Choose("unsafe", _("Do you feel unsafe, or are they doing it on purpose to upset you?"), (YES, NO)),
        Choose(
            "willing",
            _("We cannot often stop sounds of daily life. A calm word can help. Would you try that first?"),
            (YES, NO),
            Is("unsafe", "no"),
        ),
        Say(
            "good_neighbour",
            _("Pick a calm moment, say how it sounds to you and ask what could help. Do not go if you feel unsafe."),
            Is("willing", "yes"),
        ),
    ),
)

more_about_it = (
    Choose("now", _("Is it happening now?"), (YES, NO), fresh=True, droppable=True),
    Ask(
        "when",
        _("When did it last happen? Give the day and time if you can."),
        at_most=40,
        when=Is("now", "no"),
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
    ),
    Ask(
        "known",
        _("Do you know who is doing it, or has anyone else seen it? Tell us, or text SKIP."),
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
        _("Where is the camera, and for what day and time? We will ask before it is wiped."),
        at_most=100,
        when=OneOf("others", ("camera", "both")),
        droppable=True,
    ),
    Ask(
        "crime_reference",
        _("What is the police crime reference? Text SKIP if you have none."),
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
    Choose("authority", _("Have they agreed that you tell us?"), (YES, NO), Is("behalf", "other"), droppable=True),
    Choose(
        "naming",
        _("May we know your name? We do not pass it on."),
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
    Choose(
        "may_update",
        _("We look into it all the same. May we still send you news here? Without it we cannot tell you how it goes."),
        (YES, NO),
        All((Is("naming", "anonymous"), Not(Is("channel", "web")))),
        droppable=True,
    ),
)

summary = (
    Choose(
        "all_right",
        _("You told us: {gist_kind}, {place}, {often}. Is that right?"),
        (
            Option("yes", _("Yes"), _("y, yeah, yep, correct, right, fine")),
            Option("kind", _("Change what"), _("what"), reopens=("group", "people", "drugs_and_crime", "things")),
            Option("place", _("Change where"), _("where, place, address"), reopens=("place",)),
            Option("when", _("Change when"), _("when"), reopens=("now", "when")),
            Option("often", _("Change how often"), _("how often, often"), reopens=("often",)),
            Option("name", _("Change name"), _("name"), reopens=("naming", "name")),
        ),
        All((Known("often"), Known("place"))),
    ),
    Say("safely", _("Record or photograph only if it is safe. Never put yourself at risk.")),
    Say("support", _("Want to talk to somebody? Victim Support, free: {our_victim_support}.")),
    Say("thanks", _("Thank you. Write to us here at any time to add to it.")),
)

report = Dialog(
    "report",
    (
        *before_the_reference,
        the_reference,
        Under(
            All((BEHAVIOUR, Not(UNSAFE_HERE), Not(Is("concern", "domestic_abuse")))),
            (
                *what_it_is,
                Under(Not(Is("kind", "domestic_abuse")), (everyday_noise, *more_about_it, *who_reports, *summary)),
            ),
        ),
        Under(
            All((BEHAVIOUR, Not(UNSAFE_HERE), ABUSE_AT_HOME)),
            (
                Say(
                    "abuse_thanks",
                    _("Trained staff will read this. In danger? Call 999. Press 55 if you cannot speak."),
                ),
            ),
        ),
    ),
    gathers="words",
)
