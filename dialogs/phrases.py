"""Short things said between the lines of any page."""

from dialogs.grammar import _

AGAIN = _("Sorry, we did not understand that.")
PERSON = _("Write PERSON if you would rather speak to one of us.")
NOTED = _("Thank you. We have noted that.")
ADDED = _("Thank you. We have added that to your report.")
LOST = _("We have changed our questions since we last spoke. We have kept what you wrote.")
BACK = _("Now, back to where we were.")
PERHAPS = _("Did you mean:")
NONE_OF_THESE = _("None of these")
OTHER_WORDS = _("Please tell us again in other words.")
NEEDED = _("We do need an answer to this one.")
LATER = _("That is fine. Write to us at any time to go on. We have kept what you told us.")
ONLY_WORDS = _("We can only read words here. Please tell us in words.")
OLD_BUTTON = _("That was an answer to an earlier question.")
REMINDER = _("{our_name}: we have kept what you told us. Write to us here when you want to go on.")
ENOUGH = _("You have sent us many messages today. We have kept them all. In danger? Call 999. Else call {our_phone}.")
EDITED = _("You changed a message. We have kept both.")
IN_DANGER = _("Call 999 now if anyone is in danger. Cannot speak? Cough or tap, then press 55. Gas: {our_gas}.")
KEPT = _("Thank you. We have kept what you wrote, and one of us will read it. In danger? Call 999.")
