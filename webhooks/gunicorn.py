"""How gunicorn runs the web process: one process, a few threads, no log of addresses (numbers stay out of logs)."""

import gc
import logging
import os
from typing import Any

worker_class = "gthread"
workers = 1
threads = 8
accesslog = None
errorlog = "-"
loglevel = "error"  # its warnings name whoever sent a request that cannot be read
graceful_timeout = 10
control_socket_disable = True  # it would stand in the home folder, where two installations share it


def on_starting(server: Any) -> None:
    """Its errors take the way of ours, in lines of the same shape, where that is known already."""
    _join_logs(server.log.error_log)


def post_worker_init(worker: Any) -> None:
    """What the journal held when we were stopped is filed. What is loaded by now stays, so the collector need not look
    through it again in the middle of a turn."""
    _join_logs(worker.log.error_log)
    _keep_to_one_core(worker.ppid + worker.age)
    house = getattr(worker.wsgi, "extensions", {}).get("house")
    if house is not None:
        from bot.post.journal import empty_in_background  # where another application is served, it is not read

        empty_in_background(house)
    gc.collect()
    gc.freeze()


def _keep_to_one_core(number: int) -> None:
    """Python runs one thread at a time. Where the next one is on another core, what both work with is brought there
    first, at each of the many moments in which one lets the other run: spread over two, eight threads answered three
    to four fifths as many messages. Neighbours have neighbouring numbers, and so cores
    of their own. macOS cannot be told.
    """
    if hasattr(os, "sched_setaffinity"):
        cores = sorted(os.sched_getaffinity(0))
        os.sched_setaffinity(0, {cores[number % len(cores)]})


def _join_logs(errors: logging.Logger) -> None:
    if logging.getLogger().handlers:
        errors.handlers.clear()
        errors.propagate = True
