"""What goes wrong is logged without what a shopper wrote."""

from __future__ import annotations

import logging
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy.exc import IntegrityError

from aftersales.conversations.tables import ConsentRow
from aftersales.database import Database

SECRET = "shopper:欧阳若兰13912345678"
AT = datetime(2026, 11, 18, 4, tzinfo=UTC)


async def test_a_database_error_does_not_quote_the_row(
    tmp_path: Path, migrated: Path, caplog: pytest.LogCaptureFixture
) -> None:
    shutil.copy(migrated, tmp_path)
    db = Database(f"sqlite+aiosqlite:///{tmp_path / migrated.name}")
    row = {"subject": SECRET, "granted": True, "version": "1", "at": AT}
    try:
        async with db.write() as session:
            session.add(ConsentRow(**row))
        with pytest.raises(IntegrityError) as failure:
            async with db.write() as session:
                session.add(ConsentRow(**row))
        logging.getLogger("aftersales").error("the answer cannot be stored", exc_info=failure.value)
        assert "the answer cannot be stored" in caplog.text
        assert "IntegrityError" in caplog.text
        assert SECRET not in caplog.text
    finally:
        await db.close()
