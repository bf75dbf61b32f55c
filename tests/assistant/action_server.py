from __future__ import annotations

import json
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Call = dict[str, Any]
Answer = tuple[int, object]


def says(*bubbles: dict[str, Any], events: list[dict[str, Any]] | None = None) -> Callable[[Call], Answer]:
    """What rasa-sdk answers for an action that utters ``bubbles`` and returns ``events``."""
    return lambda call: (
        200,
        {"events": events or [], "responses": [{"custom": bubble} for bubble in bubbles]},
    )


class ActionServer:
    """Answers Rasa's action calls on loopback as each test decides, and remembers them."""

    def __init__(self) -> None:
        self.calls: list[Call] = []
        self.secrets: set[str] = set()
        self.answers: dict[str, Callable[[Call], Answer]] = {}
        self.asking = threading.Event()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self.url = f"http://127.0.0.1:{self._server.server_port}/"

    def __enter__(self) -> ActionServer:
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    def reset(self) -> None:
        self.calls.clear()
        self.asking.clear()
        self.answers = {"action_hello": says({"text": "您好"}), "action_submit": says({"text": "办好了"})}

    def names(self) -> list[str]:
        return [call["next_action"] for call in self.calls]

    def answer(self, call: Call) -> Answer:
        self.calls.append(call)
        self.asking.set()
        return self.answers.get(call["next_action"], says())(call)


def _handler(server: ActionServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        wbufsize = -1  # head and body in one packet: a second one would wait 40 ms for the first

        def do_POST(self) -> None:
            server.secrets.add(self.headers["Authorization"] or "")
            status, body = server.answer(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            content = json.dumps(body).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            """Silent."""

    return Handler
