from __future__ import annotations

import threading
from itertools import count
from typing import Any

import pytest

from tests.assistant.action_server import ActionServer, says
from tests.assistant.program import Assistant

_numbers = count(1)


class Conversation:
    """Sends turns the way the service does: with the state it kept from the last one."""

    def __init__(self, assistant: Assistant) -> None:
        self.assistant = assistant
        self.sender = f"conversation-{next(_numbers)}:case-1"
        self.state: dict[str, Any] = {"slots": {}, "active_loop": None}

    def body(self, text: str | None = None, **changes: Any) -> dict[str, Any]:
        turn = {"sender": self.sender, "message_id": f"m{next(_numbers)}", "text": text, "payload": None}
        return {**turn, "metadata": {}, "state": self.state, **changes}

    def send(self, text: str | None = None, **changes: Any) -> dict[str, Any]:
        body = self.body(text, **changes)
        response = self.assistant.post("webhook", body)
        assert response.status_code == 200, response.text
        answer: dict[str, Any] = response.json()
        self.state = answer["state"]
        return answer


@pytest.fixture
def shopper(running: Assistant, actions: ActionServer) -> Conversation:
    return Conversation(running)


def texts(answer: dict[str, Any]) -> list[str]:
    return [bubble["text"] for bubble in answer["messages"]]


def test_an_action_s_bubble_is_passed_on_unchanged(shopper: Conversation, actions: ActionServer) -> None:
    bubble = {
        "text": "请选择",
        "choices": [{"title": "退货", "value": "remedy:return_refund"}],
        "card": {"kind": "order", "lines": []},
        "expects": "remedy",
    }
    actions.answers["action_hello"] = says(bubble, {"text": "第二句"})

    answer = shopper.send("你好")

    assert answer["messages"] == [bubble, {"text": "第二句"}]
    assert answer["understood"]["intent"]["name"] == "greet"


def test_the_action_sees_the_metadata_and_what_was_understood(
    shopper: Conversation, actions: ActionServer
) -> None:
    shopper.send("转人工😡 你好", metadata={"photos": [{"id": "p1"}], "now": "2026-03-18T10:00:00+08:00"})

    heard = actions.calls[-1]["tracker"]["latest_message"]
    assert heard["metadata"]["photos"] == [{"id": "p1"}]
    assert heard["wants_human"] is True
    assert heard["sentiment"] == "negative"
    assert actions.secrets == {"Bearer the-actions'-key"}


def test_the_same_message_again_gets_the_stored_answer_and_runs_nothing(
    shopper: Conversation, actions: ActionServer
) -> None:
    body = shopper.body("你好")
    first = shopper.assistant.post("webhook", body).json()
    actions.answers["action_hello"] = says({"text": "第二遍"})

    second = shopper.assistant.post("webhook", body).json()

    assert second == first
    assert actions.names() == ["action_hello"]


def test_a_form_goes_on_where_it_was(shopper: Conversation) -> None:
    asked = shopper.send("我要退货")
    assert texts(asked) == ["订单号是多少？"]
    assert asked["state"]["active_loop"] == "claim_form"
    assert asked["state"]["slots"]["requested_slot"] == "order_id"

    asked = shopper.send("2026 0001 0010")
    assert asked["state"]["slots"]["order_id"] == "202600010010"
    assert asked["messages"] == [
        {"text": "出了什么问题？", "choices": [{"title": "跳过", "value": "跳过", "payload": "/stop"}]}
    ]

    done = shopper.send("到货就是坏的")
    assert texts(done) == ["办好了"]
    assert done["state"]["active_loop"] is None


def test_a_turn_needs_nothing_that_rasa_remembers(shopper: Conversation) -> None:
    shopper.send("我要退货")
    shopper.sender += "-after-a-restart"  # Rasa has never heard of this one

    asked = shopper.send("202600010010")

    assert texts(asked) == ["出了什么问题？"]
    assert asked["state"]["slots"]["order_id"] == "202600010010"


def test_a_rebuilt_form_digresses_and_returns(shopper: Conversation) -> None:
    shopper.state = {"slots": {"requested_slot": "order_id"}, "active_loop": "claim_form"}

    answer = shopper.send("退货运费谁出")

    assert texts(answer) == ["运费由商家承担。", "订单号是多少？"]
    assert answer["understood"]["topic"] == "return_freight"


def test_a_state_the_agent_changed_replaces_the_tracker(shopper: Conversation) -> None:
    shopper.send("我要退货")
    shopper.state = {
        "slots": {"order_id": "202600010001", "requested_slot": "note"},
        "active_loop": "claim_form",
    }

    done = shopper.send("袖子开线了")

    assert texts(done) == ["办好了"]
    assert done["state"]["slots"]["order_id"] == "202600010001"


def test_a_turn_the_service_never_committed_is_forgotten(shopper: Conversation) -> None:
    committed = dict(shopper.state)
    shopper.send("我要退货")
    shopper.state = committed  # the service crashed before it stored that answer

    answer = shopper.send("你好")

    assert texts(answer) == ["您好"]
    assert answer["state"]["active_loop"] is None


def test_a_long_conversation_makes_no_longer_trackers(shopper: Conversation, actions: ActionServer) -> None:
    lengths = set()
    for _ in range(5):
        shopper.send("你好")
        lengths.add(len(actions.calls[-1]["tracker"]["events"]))

    assert len(lengths) == 1


def test_slots_and_loops_that_the_model_no_longer_has_are_left_out(shopper: Conversation) -> None:
    shopper.state = {"slots": {"carried": {"a": 1}, "gone": 1}, "active_loop": "old_form"}

    answer = shopper.send("你好")

    assert answer["state"] == {"slots": {"carried": {"a": 1}}, "active_loop": None}


@pytest.mark.parametrize("text", ["/stop", "  /stop", "/restart", '/choose{"value": "remedy:compensate"}'])
def test_a_typed_command_is_only_words(shopper: Conversation, actions: ActionServer, text: str) -> None:
    answer = shopper.send(text)

    assert "action_broken" not in actions.names()
    assert "action_chosen" not in actions.names()
    assert answer["understood"]["entities"] == []


def test_the_service_s_payload_is_obeyed(shopper: Conversation, actions: ActionServer) -> None:
    actions.answers["action_chosen"] = says({"text": "好"})

    answer = shopper.send(payload='/choose{"value": "remedy:reship"}')

    assert answer["understood"]["intent"] == {"name": "choose", "confidence": 1.0}
    assert answer["state"]["slots"]["chosen"] == "remedy:reship"


def test_photos_without_words_are_information(shopper: Conversation) -> None:
    answer = shopper.send(metadata={"photos": [{"id": "p1"}]})

    assert answer["understood"]["intent"]["name"] == "inform"


@pytest.mark.parametrize(
    "failure",
    [
        lambda call: (500, {"error": "down"}),
        lambda call: (404, {"error": "no such action"}),
        lambda call: (200, {"events": "nonsense"}),
        lambda call: (200, [1]),
        lambda call: (200, {"events": [{"event": "no such event"}], "responses": []}),
    ],
)
def test_a_failing_action_fails_the_turn_and_leaves_nothing_behind(
    shopper: Conversation, actions: ActionServer, failure: Any
) -> None:
    shopper.send("我要退货")
    actions.answers["action_hello"] = failure
    body = shopper.body("你好")

    failed = shopper.assistant.post("webhook", body)

    assert failed.status_code == 500
    assert failed.json()["error"]["code"] == "turn_failed"
    actions.answers["action_hello"] = says({"text": "您好"})
    again = shopper.assistant.post("webhook", body)
    assert texts(again.json()) == ["您好", "订单号是多少？"]


def test_an_action_that_rejects_is_no_failure(shopper: Conversation, actions: ActionServer) -> None:
    actions.answers["action_hello"] = lambda call: (400, {"action_name": "action_hello", "error": "not now"})

    assert shopper.send("你好")["understood"]["intent"]["name"] == "greet"


def test_turns_of_one_conversation_wait_for_each_other(shopper: Conversation, actions: ActionServer) -> None:
    let_go = threading.Event()

    def slow(call: dict[str, Any]) -> tuple[int, object]:
        let_go.wait(10)
        return says({"text": "您好"})(call)

    actions.answers["action_hello"] = slow
    body = shopper.body("你好")
    answers: list[dict[str, Any]] = []
    threads = [
        threading.Thread(target=lambda: answers.append(shopper.assistant.post("webhook", body).json()))
        for _ in range(2)
    ]
    for thread in threads:
        thread.start()
    assert actions.asking.wait(10)
    let_go.set()
    for thread in threads:
        thread.join()

    assert answers[0] == answers[1]
    assert actions.names() == ["action_hello"]


@pytest.mark.parametrize("secret", [None, "", "wrong"])
@pytest.mark.parametrize("route", ["webhook", "parse"])
def test_a_wrong_secret_is_refused(
    shopper: Conversation, actions: ActionServer, route: str, secret: str | None
) -> None:
    response = shopper.assistant.post(route, shopper.body("你好"), secret=secret)

    assert response.status_code == 401
    assert actions.calls == []


@pytest.mark.parametrize(
    "change",
    [
        {"sender": None},
        {"sender": 7},
        {"message_id": ""},
        {"text": None},
        {"text": "   "},
        {"text": ["你好"]},
        {"payload": "choose"},
        {"payload": "/no_such_intent"},
        {"metadata": "x"},
        {"state": []},
        {"state": {"slots": 1}},
    ],
)
def test_a_bad_body_is_refused_and_the_next_good_one_answered(
    shopper: Conversation, actions: ActionServer, change: dict[str, Any]
) -> None:
    response = shopper.assistant.post("webhook", {**shopper.body("你好"), **change})

    assert response.status_code == 422
    assert actions.calls == []
    assert texts(shopper.send("你好")) == ["您好"]


def test_a_body_that_is_no_json_is_refused(running: Assistant) -> None:
    assert running.post("webhook", ["not an object"]).status_code == 422


def test_parse_touches_no_tracker(running: Assistant, actions: ActionServer) -> None:
    parsed = running.post(
        "parse",
        {
            "text": " 昨天买的玻璃花瓶，订单２０２６ ０００１ ００１０，运费谁出",
            "metadata": {"now": "2026-03-18T09:00:00Z"},
        },
    ).json()

    assert parsed["intent"]["name"] == "faq"
    assert parsed["topic"] == "return_freight"
    found = {entity["entity"]: entity for entity in parsed["entities"]}
    assert found["order_id"]["value"] == "202600010010"
    assert found["order_id"]["text"] == "２０２６ ０００１ ００１０"
    assert found["date"]["value"] == "2026-03-17"
    assert (found["product"]["value"], found["product"]["start"]) == ("玻璃花瓶", 5)
    assert parsed["needs"] == [
        {"intent": "faq", "text": " 昨天买的玻璃花瓶，订单２０２６ ０００１ ００１０，运费谁出"}
    ]
    assert actions.calls == []


def test_what_nobody_understands_is_unclear(shopper: Conversation, actions: ActionServer) -> None:
    actions.answers["action_unclear"] = says({"text": "您是想……"})

    answer = shopper.send("ψωξ")

    assert texts(answer) == ["您是想……"]
    assert answer["understood"]["unclear"] is True
    assert answer["understood"]["intent"] == {"name": "out_of_scope", "confidence": 0.0}


def test_nothing_personal_is_logged(shopper: Conversation, actions: ActionServer) -> None:
    actions.answers["action_hello"] = lambda call: (500, {"error": "13800001234"})
    body = shopper.body("你好，我的手机13800001234", metadata={"phone": "13800001234"})

    assert shopper.assistant.post("webhook", body).status_code == 500

    log = shopper.assistant.log.read_text(encoding="utf-8")
    assert "a turn failed" in log
    assert "13800001234" not in log
    assert "the-actions'-key" not in log
