"""The application as gunicorn wants it."""

import os

from bot.house import open_house
from webhooks.app import create_app
from webhooks.logs import set_up_logs
from webhooks.serving import check_key, warm_up

set_up_logs()
house = open_house(os.environ)
check_key(house)
app = create_app(house)
warm_up(house)
