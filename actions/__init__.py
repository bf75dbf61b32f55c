"""What Rasa asks the service to do: thin actions that read the tracker, call the product, and speak."""

from __future__ import annotations

from rasa_sdk.executor import ActionExecutor

from actions.away import WhileTheShopIsAway
from actions.claim import AskSlot, OpenRequest, SettleClaim, ValidateClaimForm
from actions.orders import ShowLogistics, ShowProgress
from actions.privacy import ManagePrivacy
from actions.talk import AnswerFaq, Choose, Clarify, HandedBack, HandOver, Respond
from actions.tech import TechSupport
from actions.tickets import ManageTicket, Rate
from aftersales.dialogue.reading import READERS
from aftersales.dialogue.service import DialogueService


def executor(dialogue: DialogueService) -> ActionExecutor:
    """Every action of the domain, with the product behind it."""
    registered = ActionExecutor()
    kinds = (
        OpenRequest, ValidateClaimForm, SettleClaim, ShowLogistics, ShowProgress,
        AnswerFaq, Choose, Clarify, HandedBack, HandOver, Respond, TechSupport,
        ManageTicket, Rate, ManagePrivacy,
    )  # fmt: skip
    for kind in kinds:
        registered.register_action(WhileTheShopIsAway(kind(dialogue)))
    for slot in READERS:
        registered.register_action(WhileTheShopIsAway(AskSlot(dialogue, slot)))
    return registered
