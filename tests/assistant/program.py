from __future__ import annotations

from pathlib import Path

import requests
from requests.adapters import HTTPAdapter
from urllib3.util.retry import Retry

SECRET = "the-service's-key"


class Assistant:
    """The running program, as the service sees it."""

    def __init__(self, port: int, log: Path) -> None:
        self.url = f"http://127.0.0.1:{port}/webhooks/aftersales"
        self.log = log
        self._http = requests.Session()
        self._http.mount(
            self.url,
            HTTPAdapter(
                max_retries=Retry(total=200, backoff_factor=0.05, backoff_max=0.2, status_forcelist=[503])
            ),
        )

    def wait_until_ready(self) -> None:
        assert self._http.get(f"{self.url}/ready").status_code == 200

    def post(self, route: str, body: object, secret: str | None = SECRET) -> requests.Response:
        headers = {"Authorization": f"Bearer {secret}"} if secret is not None else {}
        return requests.post(f"{self.url}/{route}", json=body, headers=headers, timeout=60)
