"""What Hearback remembers: every table is known as soon as the room is entered."""

from importlib import import_module

NOUNS = (
    "alerts", "caps", "cases", "changes", "clocks", "contacts", "conversations", "deliveries", "messages", "outbox",
    "promises", "properties", "reporters", "reports", "staff", "staff_sessions", "sweeps", "tasks", "unsealings",
    "visits", "worklist",
)  # fmt: skip

for noun in NOUNS:
    import_module(f"storage.{noun}")
