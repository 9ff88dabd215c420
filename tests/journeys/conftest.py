"""What every journey needs: the product served on loopback at the hour of the story, and work beside the browser."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.handlers.wsgi import WSGIHandler
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from django.db import connections

from openhro.core import clock


@dataclass
class Served:
    """The product as a browser reaches it; `at` is what its clock says."""

    url: str
    at: datetime


class _Quiet(WSGIRequestHandler):
    def log_message(self, format, *args):
        pass


@contextmanager
def serving(at: datetime):
    """The whole product, static files too, in threads of this process. Each request stands at the story's hour."""
    served, inner = Served("", at), StaticFilesHandler(WSGIHandler())

    def application(environ, start_response):
        with clock.travel(served.at):
            return inner(environ, start_response)

    server = ThreadedWSGIServer(("127.0.0.1", 0), _Quiet)
    server.daemon_threads = True
    server.set_app(application)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    served.url = f"http://127.0.0.1:{server.server_port}"
    try:
        yield served
    finally:
        server.shutdown()
        server.server_close()


def aside(work, *args):
    """Do something with the database in another thread: the browser's own loop holds this one."""

    def done():
        try:
            return work(*args)
        finally:
            for alias in connections:
                connections[alias].close()

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(done).result()
