"""Receivers of alerts on loopback: an HTTP server and a mail server (RFC 5321, as much of it as a client needs)."""

from __future__ import annotations

import json
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class WebReceiver:
    """What came in, and what is answered: ``answers`` in turn (status, headers), then 200."""

    url: str = ""
    received: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    answers: list[tuple[int, dict[str, str]]] = field(default_factory=list)


@dataclass
class MailReceiver:
    """Letters that came in as text, and the reply code to each (250 when none is left)."""

    address: str = ""
    letters: list[str] = field(default_factory=list)
    replies: list[int] = field(default_factory=list)
    commands: list[str] = field(default_factory=list)


@contextmanager
def web_receiver() -> Iterator[WebReceiver]:
    """A receiver of webhooks."""
    state = WebReceiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            state.received.append((self.path, json.loads(body)))
            status, headers = state.answers.pop(0) if state.answers else (200, {})
            self.send_response(status)
            for name, value in {**headers, "Content-Length": "0"}.items():
                self.send_header(name, value)
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            pass

    with _serving(ThreadingHTTPServer(("127.0.0.1", 0), Handler)) as port:
        state.url = f"http://127.0.0.1:{port}"
        yield state


@contextmanager
def mail_receiver() -> Iterator[MailReceiver]:
    """A mail server without TLS."""
    state = MailReceiver()

    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            self._say("220 loopback")
            while line := self.rfile.readline():
                command = line.decode().strip()
                state.commands.append(command)
                verb = command.upper()
                if verb.startswith("EHLO"):
                    self._say("250-loopback")
                    self._say("250 8BITMIME")
                elif verb == "DATA":
                    self._say("354 go on")
                    state.letters.append(self._letter())
                    self._say(f"{state.replies.pop(0) if state.replies else 250} so be it")
                elif verb == "QUIT":
                    self._say("221 bye")
                    return
                else:
                    self._say("250 ok")

        def _letter(self) -> str:
            lines = []
            while (line := self.rfile.readline()) not in (b".\r\n", b""):
                lines.append(line.decode())
            return "".join(lines)

        def _say(self, text: str) -> None:
            self.wfile.write(f"{text}\r\n".encode())

    with _serving(socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler)) as port:
        state.address = f"smtp://127.0.0.1:{port}"
        yield state


@contextmanager
def _serving(server: socketserver.TCPServer) -> Iterator[int]:
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
