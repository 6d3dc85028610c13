"""`python -m webhooks` is `hearback`, wherever its script is installed."""

import sys

from webhooks.commands import main

sys.exit(main())
