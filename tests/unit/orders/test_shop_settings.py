"""Which shop the program asks, and settings that cannot work."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from aftersales.settings import SECRETS, Settings

PRODUCTION = {"env": "production"} | dict.fromkeys(SECRETS, "s" * 32)
REST = {"shop": "rest", "shop_url": "https://shop.example/v1", "shop_token": "t"}


@pytest.mark.parametrize(
    ("given", "kind"),
    [({}, "demo"), ({"shop": "table"}, "table"), (PRODUCTION, "table"), (PRODUCTION | REST, "rest")],
    ids=["demo", "a table in the demo", "production", "a shop's API"],
)
def test_the_shop_follows_from_the_settings(given: dict[str, Any], kind: str) -> None:
    assert Settings(**given).shop_kind == kind


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (PRODUCTION | {"shop": "demo"}, "demo mode only"),
        (REST | {"shop_url": ""}, "AFTERSALES_SHOP_URL"),
        (REST | {"shop_url": "http://shop.example"}, "https://"),
        (REST | {"shop_url": "ftp://localhost"}, "https://"),
        (REST | {"shop_token": ""}, "AFTERSALES_SHOP_TOKEN"),
    ],
)
def test_a_shop_that_cannot_be_asked_is_refused_at_the_start(given: dict[str, Any], said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        Settings(**given)
