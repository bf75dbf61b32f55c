"""What a bare answer means to the question that is open: 「没有」 is no, no more, or I have none."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY, METADATA
from rasa.shared.nlu.training_data.message import Message

from assistant.nlu.prepared import is_command, prepared
from assistant.nlu.readings import put_first

_SURE = 0.95
_TAIL = r"[吧啊呀呢了的哦噢嘛哈啦谢您你,，.。!！~\s]*"
_NUMERAL = r"[0-9一二两三四五六七八九十]{1,3}"
_WORDS: Mapping[str, re.Pattern[str]] = {
    kind: re.compile(f"(?:{'|'.join(words)}){_TAIL}")
    for kind, words in {
        "enough": ["没有?了", "没有?别的", "就这些", "就这样", "[好完]了", "都?[传发](?:完|好)?了"],
        "leave": ["拉倒", "算[了啦]", "不[弄办搞]了"],
        "yes": ["(?:嗯+|对|是|好|行|可以|要|有的?|没错|没问题|同意|ok|okay|中|妥)+"],
        "none": ["[没木]有", "没", "无"],
        "no": ["不", "不用", "不需要", "不必", "不要", "不行", "都?不是", "否"],
        "place": [
            f"第?{_NUMERAL}[个件笔单条种项号]?",
            "最[后前上下]面?[一那]?[个件笔单条种]?",
            "[上下前后]面?[一那]?个",
        ],
        "stars": [
            f"{_NUMERAL}(?:颗?星|分)?",
            "(?:很|非常|挺|还算|比较|不太|不)?(?:满意|好|行|可以|一般|差)",
            "一般般",
            "还行",
            "凑合",
        ],
        "pieces": [f"{_NUMERAL}(?:[个件只双条套瓶盒箱本台块包张袋支元]|块钱)?", "全部", "全?都"],
    }.items()
}
# Of each question, what its words mean, the first that fits; the rest is left to the model.
_NO = (("none", "deny"), ("no", "deny"))
_NOTHING = (("none", "skip"), ("no", "skip"))
_YES_OR_NO = (("leave", "stop"), ("yes", "affirm"), *_NO, ("place", "choose"))
_CHOICE = (("place", "choose"), ("leave", "stop"), ("yes", "affirm"), *_NO)
_DATA = (("pieces", "inform"), ("leave", "stop"), ("enough", "skip"), *_NOTHING)
_PHOTO = (("enough", "done"), ("leave", "stop"), *_NOTHING)
_ANSWERS: Mapping[str, Sequence[tuple[str, str]]] = {
    **dict.fromkeys(("consent", "confirm", "fee", "complete", "repairs"), _YES_OR_NO),
    **dict.fromkeys(("items", "remedy", "reason", "cause", "clarify"), _CHOICE),
    "order_id": (("none", "skip"), *_CHOICE),
    **dict.fromkeys(("photo_goods", "photo_parcel"), _PHOTO),
    **dict.fromkeys(("phone_tail", "quantity", "phone", "name", "address", "date"), _DATA),
    **dict.fromkeys(("account", "amount", "waybill", "spec"), _DATA),
    "description": (("enough", "done"), *_DATA[1:]),
    "rating": (("stars", "rate_service"), ("leave", "skip"), *_NOTHING),
    "anything_else": (("enough", "done"), ("leave", "done"), ("yes", "affirm"), *_NO),
}


def meant(words: str, expects: str) -> str | None:
    """The intent of a bare answer to the question ``expects`` (CONTRACT, `expects`); None if it is more."""
    return next((intent for kind, intent in _ANSWERS.get(expects, ()) if _WORDS[kind].fullmatch(words)), None)


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class ExpectedAnswer(GraphComponent):
    """Puts that intent first where ``metadata.expects`` names the question; the other readings stay.

    Dialogue state beats the bare word (INTENTS, precedence 6).
    """

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> ExpectedAnswer:
        """Made by the graph."""
        return cls()

    def process(self, messages: list[Message]) -> list[Message]:
        """Narrow ``intent`` and ``intent_ranking`` of each message."""
        for message in messages:
            expects = (message.get(METADATA) or {}).get("expects")
            if expects and not is_command(message):
                intent = meant(prepared(message).normalised.text, expects)
                if intent is not None:
                    _put_first(message, intent)
        return messages


def _put_first(message: Message, intent: str) -> None:
    ranking = put_first(message.get(INTENT_RANKING_KEY) or (), intent, _SURE)
    message.set(INTENT, ranking[0], add_to_output=True)
    message.set(INTENT_RANKING_KEY, ranking, add_to_output=True)
    message.set("topic", None, add_to_output=True)
