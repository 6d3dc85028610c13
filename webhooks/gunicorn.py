"""How gunicorn runs the web process: one process, a few threads, no log of addresses (numbers stay out of logs)."""

worker_class = "gthread"
workers = 1
threads = 8
accesslog = None
errorlog = "-"
loglevel = "warning"
graceful_timeout = 10
