"""No table and no column may be forgotten: the inventory names them all, and what becomes of each."""

from __future__ import annotations

import pytest
from sqlalchemy import Table

from aftersales import app
from aftersales.database import Base
from aftersales.privacy.inventory import INVENTORY, Fate, Link

TABLES = Base.metadata.tables
assert app  # the composition root brings every part's tables


def test_every_table_is_declared() -> None:
    assert set(TABLES) == set(INVENTORY)


@pytest.mark.parametrize("name", sorted(set(TABLES) & set(INVENTORY)))
def test_every_column_is_declared_personal_or_plain(name: str) -> None:
    place = INVENTORY[name]
    assert set(TABLES[name].columns.keys()) == place.columns
    assert not place.plain & place.personal
    assert place.links.keys() <= place.columns


@pytest.mark.parametrize("name", sorted(set(TABLES) & set(INVENTORY)))
def test_what_goes_is_found_by_its_own_links_or_by_its_parent(name: str) -> None:
    place = INVENTORY[name]
    if place.fate not in (Fate.GOES, Fate.LOCKED, Fate.PICTURE):
        return
    assert place.links or any(_goes_with(TABLES[name]))


def test_what_is_not_hers_has_nothing_personal() -> None:
    assert [n for n, place in INVENTORY.items() if place.fate is Fate.NOT_HERS and place.personal] == []


def test_a_column_that_names_a_conversation_or_a_ticket_is_a_link() -> None:
    expected = {"conversation_id": Link.CONVERSATION, "ticket_id": Link.TICKET}
    forgotten = [
        f"{name}.{column}"
        for name, place in INVENTORY.items()
        if place.fate is Fate.GOES
        for column, link in expected.items()
        if column in place.columns and place.links.get(column) is not link
    ]
    assert forgotten == []


def _goes_with(table: Table) -> list[str]:
    return [key.column.table.name for key in table.foreign_keys if key.ondelete == "CASCADE"]
