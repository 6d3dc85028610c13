"""What Hearback remembers: every table is known as soon as the room is entered."""

from importlib import import_module

NOUNS = (
    "agreements", "alerts", "caps", "cases", "changes", "codes", "contacts", "conversations", "deliveries", "equality",
    "messages", "outbox", "promises", "properties", "reporters", "reports", "staff", "staff_sessions", "sweeps",
    "unsealings", "updates", "visits", "ways", "worklist",
)  # fmt: skip

for noun in NOUNS:
    import_module(f"storage.{noun}")
