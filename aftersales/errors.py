"""Business errors: each carries the HTTP status and the stable code its caller sees."""

from __future__ import annotations

from typing import ClassVar


class AppError(Exception):
    """Something the caller did or met; `message` is written for the caller to read.

    Subclasses fix `status` (HTTP) and `code` (stable, see the contract); `field` names the offending input.
    """

    status: ClassVar[int] = 400
    code: ClassVar[str] = "bad_request"

    def __init__(self, message: str, *, field: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.field = field

    def to_json(self) -> dict[str, str]:
        """`{code, message, field?}`, the inside of every error body."""
        body = {"code": self.code, "message": self.message}
        if self.field is not None:
            body["field"] = self.field
        return body


class NotFound(AppError):
    status = 404
    code = "not_found"


class Forbidden(AppError):
    status = 403
    code = "forbidden"


class Unauthorised(AppError):
    status = 401
    code = "unauthorised"


class InvalidInput(AppError):
    status = 422
    code = "invalid"


class Stale(AppError):
    """Somebody else changed the thing since the caller read it."""

    status = 409
    code = "stale"
