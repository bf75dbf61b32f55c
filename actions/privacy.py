"""A shopper's own data: shown, handed out, corrected, deleted after a yes (个保法)."""

from __future__ import annotations

from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Tracker

from actions.base import Events, TalkAction, conversation_of, metadata_of, speak
from actions.instead import NOTHING_PENDING
from aftersales.dialogue import privacy_talk
from aftersales.dialogue.heard import Heard
from aftersales.dialogue.texts import Bubble
from aftersales.dialogue.ticket_talk import Pending
from aftersales.errors import InvalidInput
from aftersales.privacy.model import IdentityNeeded, Kind

DELETE = Pending("privacy_delete", "")
CORRECT = Pending("privacy_correct", "")
KIND = Pending("privacy_kind", "")
PROVE = "privacy_prove"
"""The act that waits for a proof: `ticket` is the order's number so far, `words` the kind of request about
her data, or PARCEL."""
PARCEL = "parcel"
"""Where the parcel of the order is, that she wants to know."""


class PrivacyAction(TalkAction):
    """An answer that concerns her data."""

    async def answer_about_data(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, heard: Heard
    ) -> Events | None:
        """What was asked about her data is answered; None when nothing was."""
        pending = Pending.from_slot(tracker.get_slot("pending"))
        asked = metadata_of(tracker).get("expects")
        if pending is not None and pending.act == PROVE and asked in ("order_id", "phone_tail"):
            return await self._proved(pending, dispatcher, tracker, heard)
        if pending == DELETE and asked == "confirm":
            said = heard.choice is None
            insists = said and privacy_talk.insists_on_deletion(heard.text)
            agreed = heard.choice == "yes" or insists or (said and heard.intent == "affirm")
            speak(dispatcher, await self._delete(tracker, heard, agreed=agreed))
            return NOTHING_PENDING
        if pending == KIND and asked == "clarify" and heard.choice is None:
            kind = privacy_talk.offered_kind(heard.text)
            return await self.answer_kind(kind, dispatcher, tracker, heard) if kind else None
        if pending == CORRECT and asked == "phone" and heard.first("phone"):
            speak(dispatcher, await self.correct(tracker, heard))
            return NOTHING_PENDING
        return None

    async def answer_kind(
        self, kind: Kind, dispatcher: CollectingDispatcher, tracker: Tracker, heard: Heard
    ) -> Events:
        """The request is answered, or kept until she has proved who she is."""
        try:
            return await self._answer(kind, dispatcher, tracker, heard)
        except IdentityNeeded:
            speak(dispatcher, privacy_talk.identity_needed(heard.message_id))
            return [SlotSet("pending", Pending(PROVE, "", kind).to_slot())]

    async def _proved(
        self, pending: Pending, dispatcher: CollectingDispatcher, tracker: Tracker, heard: Heard
    ) -> Events | None:
        """An order's number and the phone's last digits, in one message or two; then what she wanted."""
        seed = heard.message_id
        order_id = str(heard.first("order_id") or pending.ticket)
        tail = privacy_talk.phone_tail(heard)
        if not order_id or (tail is None and not heard.first("order_id")):
            return None
        if tail is None:
            speak(dispatcher, privacy_talk.ask_phone_tail(seed))
            return [SlotSet("pending", Pending(PROVE, order_id, pending.words).to_slot())]
        proof = await self.dialogue.prove(conversation_of(tracker), order_id, tail)
        if proof != "proven":
            speak(dispatcher, privacy_talk.not_proved(proof, seed))
            return [SlotSet("pending", Pending(PROVE, "", pending.words).to_slot())]
        if pending.words == PARCEL:
            orders = await self.dialogue.orders_of(await self.subject(tracker))
            its_own = [order for order in orders if order.order_id == order_id]
            return [*self.show_parcels(dispatcher, heard, its_own, None), *NOTHING_PENDING]
        return await self.answer_kind(Kind(pending.words), dispatcher, tracker, heard)

    async def _answer(
        self, kind: Kind, dispatcher: CollectingDispatcher, tracker: Tracker, heard: Heard
    ) -> Events:
        privacy, conversation, seed = self.dialogue.privacy, conversation_of(tracker), heard.message_id
        match kind:
            case Kind.SHOW:
                speak(dispatcher, *privacy_talk.shown(seed, await privacy.show(conversation, seed)))
            case Kind.EXPORT:
                token = await privacy.export(conversation, seed)
                speak(dispatcher, privacy_talk.exported(seed, token, privacy.link_minutes))
            case Kind.CORRECT if heard.first("phone"):
                speak(dispatcher, await self.correct(tracker, heard))
            case Kind.CORRECT:
                await privacy.asker(conversation)
                speak(dispatcher, privacy_talk.ask_correct(seed))
                return [SlotSet("pending", CORRECT.to_slot())]
            case Kind.DELETE:
                outlook = await privacy.outlook(conversation)
                speak(dispatcher, privacy_talk.confirm_delete(seed, outlook))
                return [SlotSet("pending", DELETE.to_slot())]
            case Kind.WITHDRAW_CONSENT:
                await privacy.withdraw_consent(conversation, seed)
                speak(dispatcher, privacy_talk.consent_withdrawn(seed))
        return NOTHING_PENDING

    async def correct(self, tracker: Tracker, heard: Heard) -> Bubble:
        """Raises IdentityNeeded."""
        try:
            phone = str(heard.first("phone"))
            await self.dialogue.privacy.correct(conversation_of(tracker), heard.message_id, phone=phone)
        except InvalidInput:
            return privacy_talk.ask_correct(heard.message_id)
        return privacy_talk.corrected(heard.message_id)

    async def _delete(self, tracker: Tracker, heard: Heard, *, agreed: bool) -> Bubble:
        if not agreed:
            return privacy_talk.delete_refrained(heard.message_id)
        request = await self.dialogue.privacy.delete(conversation_of(tracker), heard.message_id)
        return privacy_talk.delete_begun(
            heard.message_id, request.result.get("held_by") or (), request.due_at
        )


class ManagePrivacy(PrivacyAction):
    """Which request it is, and its answer; a deletion only after a summary and a yes."""

    def name(self) -> str:
        return "action_manage_privacy"

    async def respond(self, dispatcher: CollectingDispatcher, tracker: Tracker, heard: Heard) -> Events:
        pending = Pending.from_slot(tracker.get_slot("pending"))
        if pending == DELETE and privacy_talk.insists_on_deletion(heard.text):
            done = await self.answer_about_data(dispatcher, tracker, heard)
            if done is not None:
                return done
        kind = privacy_talk.kind_of(heard.text, heard.choice)
        if kind is None and pending == KIND:
            kind = privacy_talk.offered_kind(heard.text)
        if kind is None:
            speak(dispatcher, privacy_talk.ask_kind(heard.message_id))
            return [SlotSet("pending", KIND.to_slot())]
        return await self.answer_kind(kind, dispatcher, tracker, heard)
