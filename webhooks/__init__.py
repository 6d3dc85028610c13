"""The doors: text messages, Telegram, web chat, the staff console, health, and the command line."""
