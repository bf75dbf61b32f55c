"""Signatures after the Standard Webhooks specification: HMAC-SHA256 over `id.timestamp.body`. Pure."""

from __future__ import annotations

import base64
import hashlib
import hmac
from datetime import datetime


def secret_of(service_secret: str, endpoint_id: str) -> str:
    """The endpoint's own secret, derived, so that none lies in the database."""
    key = hmac.digest(service_secret.encode(), f"webhook:{endpoint_id}".encode(), hashlib.sha256)
    return f"whsec_{base64.b64encode(key).decode()}"


def signed_headers(secret: str, event_id: str, at: datetime, body: bytes) -> dict[str, str]:
    """`webhook-id`, `webhook-timestamp` (Unix seconds) and `webhook-signature`."""
    key = base64.b64decode(secret.removeprefix("whsec_"))
    timestamp = str(int(at.timestamp()))
    content = b".".join((event_id.encode(), timestamp.encode(), body))
    signature = base64.b64encode(hmac.digest(key, content, hashlib.sha256)).decode()
    return {
        "webhook-id": event_id,
        "webhook-timestamp": timestamp,
        "webhook-signature": f"v1,{signature}",
    }
