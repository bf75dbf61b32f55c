"""Messages held against the OpenAPI documents in `docs/openapi/`."""

from __future__ import annotations

from functools import cache
from typing import Any

import yaml
from jsonschema import Draft202012Validator, FormatChecker
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

from aftersales.settings import ROOT

FOLDER = ROOT / "docs" / "openapi"


@cache
def document(name: str) -> dict[str, Any]:
    read: dict[str, Any] = yaml.safe_load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))
    return read


@cache
def _validator(name: str, pointer: str) -> Draft202012Validator:
    registry: Registry[Any] = Registry().with_resource(
        f"urn:{name}", Resource(contents=document(name), specification=DRAFT202012)
    )
    schema = {"$ref": f"urn:{name}#{pointer}"}
    return Draft202012Validator(schema, registry=registry, format_checker=FormatChecker())


def check(name: str, schema: str, message: Any) -> None:
    """Raises jsonschema.ValidationError when `message` is not what `components/schemas/<schema>` says."""
    _validator(name, f"/components/schemas/{schema}").validate(message)
