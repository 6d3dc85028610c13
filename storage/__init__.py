"""What Hearback remembers: every table is known as soon as the room is entered."""

from importlib import import_module

NOUNS = (
    "agreements", "alerts", "campaigns", "caps", "cases", "changes", "clocks", "codes", "contacts", "conversations",
    "deliveries", "equality", "messages", "needs", "outbox", "promises", "properties", "reporters", "reports", "risks",
    "staff", "staff_sessions", "surveys", "sweeps", "tasks", "unsealings", "updates", "visits", "ways", "worklist",
)  # fmt: skip

for noun in NOUNS:
    import_module(f"storage.{noun}")
