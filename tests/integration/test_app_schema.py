"""The migrations make exactly the schema that the models describe, with its guards."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import Connection, create_engine, inspect, text
from sqlalchemy.exc import DatabaseError

from aftersales.cli import migrate
from aftersales.database import Base
from aftersales.settings import ROOT, Settings
from tests.support.postgres import Postgres


@pytest.fixture(params=["sqlite", "postgresql"])
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Settings]:
    """With an empty database."""
    if request.param == "sqlite":
        yield Settings(data_dir=tmp_path)
        return
    postgres: Postgres = request.getfixturevalue("postgres")
    url = postgres.create()
    yield Settings(data_dir=tmp_path, database_url=url)
    postgres.drop(url)


@pytest.fixture
def connection(settings: Settings) -> Iterator[Connection]:
    migrate(settings)
    engine = create_engine(settings.db_url.replace("+aiosqlite", ""))
    with engine.connect() as connected:
        yield connected
    engine.dispose()


def test_a_migrated_database_is_what_the_models_say(connection: Connection) -> None:
    context = MigrationContext.configure(connection, opts={"compare_type": True})
    assert compare_metadata(context, Base.metadata) == []


def test_a_second_migration_changes_nothing(settings: Settings, connection: Connection) -> None:
    before = inspect(connection).get_table_names()
    migrate(settings)
    assert inspect(connection).get_table_names() == before


def test_the_history_of_a_ticket_cannot_be_rewritten(connection: Connection) -> None:
    connection.execute(text(TICKET))
    connection.execute(text(STEP))
    with pytest.raises(DatabaseError, match="append-only"), connection.begin_nested():
        connection.execute(text("UPDATE ticket_history SET why = 'nothing happened'"))
    assert connection.scalar(text("SELECT why FROM ticket_history")) == "顾客提交售后申请"


def test_going_back_leaves_nothing(settings: Settings, connection: Connection) -> None:
    config = Config()
    config.set_main_option("script_location", str(ROOT / "aftersales" / "migrations"))
    config.attributes["url"] = settings.db_url
    command.downgrade(config, "base")
    inspector = inspect(connection)
    assert inspector.get_table_names() == ["alembic_version"]
    migrate(settings)
    assert set(inspect(connection).get_table_names()) == {*Base.metadata.tables, "alembic_version"}


TICKET = """
    INSERT INTO tickets (id, number, business_key, version, type, status, level, priority, skill_group,
                         created_at, updated_at)
    VALUES ('t', 'AS0000000001', 'k', 1, 'reship', 'submitted', 'agent', 0, 'general',
            '2026-03-02 02:00:00', '2026-03-02 02:00:00')
"""
STEP = """
    INSERT INTO ticket_history (ticket_id, at, who, to_status, why)
    VALUES ('t', '2026-03-02 02:00:00', 'bot', 'submitted', '顾客提交售后申请')
"""
