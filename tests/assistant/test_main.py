from __future__ import annotations

from pathlib import Path

import pytest

from assistant.__main__ import main


def test_a_missing_model_is_refused_in_one_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "another.tar.gz").write_bytes(b"")  # Rasa itself would serve this one

    assert main(["run", "--model", str(tmp_path / "missing.tar.gz")]) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_missing_secrets_are_refused_by_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    model = tmp_path / "model.tar.gz"
    model.write_bytes(b"")
    monkeypatch.setenv("AFTERSALES_RASA_SECRET", "x")
    monkeypatch.setenv("AFTERSALES_ACTIONS_URL", "http://127.0.0.1:1/")
    monkeypatch.delenv("AFTERSALES_ACTIONS_SECRET", raising=False)

    assert main(["run", "--model", str(model)]) == 2
    assert "AFTERSALES_ACTIONS_SECRET" in capsys.readouterr().err


def test_there_is_no_option_to_leave_loopback() -> None:
    with pytest.raises(SystemExit):
        main(["run", "--interface", "0.0.0.0"])
