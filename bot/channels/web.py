"""The web chat: it sends nothing, because its page reads its messages from the store itself."""

from bot.channels.contract import Outgoing, Sending, Sent


class WebSender:
    """Takes every message as given: the page shows it when it is next looked at."""

    def send(self, outgoing: Outgoing) -> Sending:
        """Nothing is left to do."""
        return Sent(None)
