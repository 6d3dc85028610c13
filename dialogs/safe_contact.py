"""Who else may read what we write here, and the word by which we know that it is they who ask for news (C5, C7)."""

from dialogs.grammar import All, Any, Ask, Choose, Dialog, Do, Effect, Is, Known, Not, Option, Say, Under, _

OTHERS_READ = Any((Is("shared_phone", "yes"), Is("shared_device", "yes")))
ON_THE_WEB = Is("device", "web")
NEEDS_WORD = Any((OTHERS_READ, Is("phone", "secret")))

safe_contact_lines = (
    Do("look_at_phone", Effect("look_at_phone", gives=("phone", "written_to", "device"))),
    Under(
        Not(Is("phone", "none")),
        (
            Choose(
                "shared_phone",
                _("Does anybody else use this phone, or see these messages?"),
                (
                    Option("yes", _("Yes"), _("y, yeah, yep, they do, sometimes")),
                    Option("no", _("No, only me"), _("n, nope, just me, nobody, nobody else")),
                ),
                Not(ON_THE_WEB),
                droppable=True,
            ),
            Choose(
                "shared_device",
                _("Does anybody else use this computer or phone, or could look at it?"),
                (
                    Option("yes", _("Yes"), _("y, yeah, yep, they do, they could, sometimes")),
                    Option("no", _("No, only me"), _("n, nope, just me, nobody, nobody else")),
                ),
                ON_THE_WEB,
                droppable=True,
            ),
            Do("keep_shared", Effect("keep_shared", wants=("shared_phone", "shared_device"))),
            Ask(
                "code_word",
                _("Choose a code word, so that we tell your news only to you: one word that others would not guess."),
                "secret",
                when=NEEDS_WORD,
                droppable=True,
                amiss=_("Please write one word of 4 letters or more, not a word of every day. Or write SKIP."),
            ),
            Say(
                "code_word_kept",
                _("We keep it secret. Write it first when you ask us for news here. Without it we tell nothing."),
                Known("code_word"),
                about=("code_word",),
            ),
            Say(
                "no_code_word",
                _("Then we do not say here how your case stands. For news call {our_phone}."),
                All((NEEDS_WORD, Not(Known("code_word")))),
            ),
            Choose(
                "who_writes",
                _("May we write to you here first, or will you contact us?"),
                (
                    Option("we", _("You may write"), _("write to me, you write, you can write")),
                    Option("they", _("I will contact you"), _("i contact you, do not contact me, do not write")),
                ),
                Is("written_to", "yes"),
                droppable=True,
            ),
            Do("keep_who_writes", Effect("keep_who_writes", wants=("who_writes",))),
            Say(
                "they_write",
                _("Then we do not write here first. Write to us or call {our_phone} at any time."),
                Is("who_writes", "they"),
            ),
        ),
    ),
)
"""Put last on a page: once others read a phone, what follows would need the code word."""

safe_contact = Dialog(
    "safe_contact",
    (*safe_contact_lines, Say("safe_contact_noted", _("Thank you. We have noted that."))),
    formal=True,
)
