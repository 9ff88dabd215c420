"""A mail server for tests, on this machine only: it takes each mail and says what RFC 5321 asks for."""

from __future__ import annotations

import socketserver
import threading
from contextlib import contextmanager

_WITHOUT_WORDS = {"QUIT": b"221 bye", "RSET": b"250 ok", "NOOP": b"250 ok"}


class _Session(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        self._say(b"220 mx.example.org")
        for line in self.rfile:
            verb = line.split()[0].decode().upper() if line.split() else ""
            if verb == "DATA":
                self._say(b"354 go on")
                self.server.taken.append(self._data())
                self._say(b"250 taken")
            else:
                self._say(_WITHOUT_WORDS.get(verb, b"250 mx.example.org"))
            if verb == "QUIT":
                return

    def _data(self) -> bytes:
        lines = []
        for line in self.rfile:
            if line == b".\r\n":
                break
            lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
        return b"".join(lines)

    def _say(self, line: bytes) -> None:
        self.wfile.write(line + b"\r\n")


@contextmanager
def mail_server(settings):
    """Django sends to it for as long as it runs; what it took is in the list."""
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Session) as server:
        server.taken = []
        threading.Thread(target=server.serve_forever, daemon=True).start()
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = server.server_address
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        yield server.taken
        server.shutdown()
