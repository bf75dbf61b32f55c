"""Dataclasses of the policy as JSON: amounts as decimal strings in yuan, moments as ISO 8601 with zone."""

from dataclasses import fields, is_dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

CENT = Decimal("0.01")


def wire(value: Any) -> Any:
    """`value` in JSON's own types, the fields of dataclasses in their order."""
    match value:
        case Decimal():
            return str(value.quantize(CENT))
        case datetime():
            return value.isoformat()
        case tuple():
            return [wire(item) for item in value]
        case str():
            return str(value)
    if is_dataclass(value):
        return {part.name: wire(getattr(value, part.name)) for part in fields(value)}
    return value
