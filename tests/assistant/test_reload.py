"""A newer model behind the path of the start is taken up while turns go on."""

from __future__ import annotations

from pathlib import Path

from tests.assistant.program import Assistant


def understands(assistant: Assistant) -> bool:
    answer = assistant.post("parse", {"text": "我要退货"})
    return bool(answer.json()["intent"]["name"] == "request_refund")


def test_the_model_in_use_is_named(running: Assistant, model: Path) -> None:
    answer = running.post("reload", {})
    assert (answer.status_code, answer.json()) == (200, {"model": model.name})
    assert understands(running)


def test_a_model_that_cannot_be_loaded_changes_nothing(running: Assistant, model: Path) -> None:
    good = model.read_bytes()
    model.write_bytes(b"no model")
    try:
        assert running.post("reload", {}).status_code == 500
        assert understands(running)
    finally:
        model.write_bytes(good)


def test_only_the_service_may_ask_for_it(running: Assistant) -> None:
    assert running.post("reload", {}, secret="wrong").status_code == 401
