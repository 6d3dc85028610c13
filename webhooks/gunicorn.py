"""How gunicorn runs the web process: one process, a few threads, no log of addresses (numbers stay out of logs)."""

import gc

worker_class = "gthread"
workers = 1
threads = 8
accesslog = None
errorlog = "-"
loglevel = "error"  # its warnings name whoever sent a request that cannot be read
graceful_timeout = 10


def post_worker_init(_worker: object) -> None:
    """What is loaded by now stays, so the collector need not look through it again in the middle of a turn."""
    gc.collect()
    gc.freeze()
