"""What a shopper does with an application that exists: urge it, take it back, object, send the goods back."""

from __future__ import annotations

from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Tracker

from actions.base import Events, TalkAction, metadata_of, speak
from actions.instead import NOTHING_PENDING, Hers, InsteadAction
from aftersales.dialogue import parcels, resting_talk, smalltalk, ticket_talk
from aftersales.dialogue.heard import Heard
from aftersales.dialogue.service import DialogueService
from aftersales.dialogue.texts import Bubble
from aftersales.dialogue.ticket_talk import Act, Pending
from aftersales.orders.model import Order
from aftersales.policy.names import Remedy
from aftersales.tickets.model import SHOPPER, Photo, Ticket, TicketStatus
from aftersales.tickets.records import RecordKind
from aftersales.tickets.resting import Sent
from aftersales.tickets.service import OpenTicketExists

_ACTS = {"urge": Act.URGE, "withdraw_request": Act.WITHDRAW, "dispute_result": Act.DISPUTE}
_YES, _NO = ("yes", "affirm"), ("no", "deny")


async def went_on(
    dialogue: DialogueService, ticket: Ticket, sent: Sent, orders: list[Order], key: str
) -> Bubble:
    """What her own clock closed goes on, unless a newer application took its place."""
    try:
        ticket = await dialogue.tickets.take_up(ticket.id, sent, SHOPPER, key=key)
    except OpenTicketExists as newer:
        return resting_talk.another_runs(newer.ticket.number, key)
    return resting_talk.gone_on(ticket, sent, orders, dialogue.policy, key)


class TicketAction(TalkAction, InsteadAction):
    """An answer that concerns her applications."""

    async def answer_pending(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, heard: Heard
    ) -> Events | None:
        """The yes or no to what was asked about a ticket; None when nothing waits for it."""
        said = heard.choice or heard.intent
        if said not in _YES and said not in _NO:
            return None
        agreed = said in _YES
        hers = await self.hers(tracker)
        pending = Pending.from_slot(tracker.get_slot("pending"))
        if pending is not None and metadata_of(tracker).get("expects") == "confirm":
            ticket = next((t for t in hers.tickets if t.number == pending.ticket), None)
            if ticket is not None and agreed and pending.act == Act.INSTEAD:
                return self.begin_instead(dispatcher, tracker, ticket, pending, hers, heard)
            if ticket is not None:
                speak(dispatcher, await self._confirmed(pending, ticket, heard, agreed=agreed))
                return NOTHING_PENDING
        quoted = [ticket for ticket in hers.tickets if ticket_talk.possible(Act.QUOTE, ticket)]
        if len(quoted) == 1:
            speak(dispatcher, await self._answer_quote(quoted[0], heard, agreed=agreed))
            return NOTHING_PENDING
        return None

    async def _confirmed(self, pending: Pending, ticket: Ticket, heard: Heard, *, agreed: bool) -> Bubble:
        seed = heard.message_id
        if not agreed:
            return ticket_talk.kept(ticket, seed)
        if pending.act == Act.WITHDRAW:
            if ticket.status is not TicketStatus.WITHDRAWN:  # the turn may be run again after a crash
                ticket = await self.dialogue.tickets.withdraw(ticket.id, pending.words, SHOPPER)
            return ticket_talk.withdrawn(ticket, seed)
        if ticket.status is TicketStatus.CLOSED:
            ticket = await self.dialogue.tickets.reopen(ticket.id, pending.words, SHOPPER)
        elif ticket.status is not TicketStatus.DISPUTED:
            ticket = await self.dialogue.tickets.dispute(ticket.id, pending.words, SHOPPER)
        return ticket_talk.disputed(ticket, self.dialogue.clock.now(), self.dialogue.policy, seed)

    async def _answer_quote(self, ticket: Ticket, heard: Heard, *, agreed: bool) -> Bubble:
        to = TicketStatus.REPAIRING if agreed else TicketStatus.SENDING_BACK
        why = "顾客同意报价" if agreed else "顾客不同意报价，要求寄回"
        ticket = await self.dialogue.tickets.transition(
            ticket.id, to, why, ticket.version, SHOPPER, details={"accepted": agreed}
        )
        return ticket_talk.quote_answered(ticket, heard.message_id)

    async def take_waybill(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, heard: Heard
    ) -> Events | None:
        """「已寄回 SF…」 for an application that waits for the goods; None when it is about another thing."""
        asked = metadata_of(tracker).get("expects") == "waybill"
        sent = ticket_talk.waybill_in(heard, asked=asked)
        if sent is None and not ticket_talk.says_sent_back(heard.text):
            return None
        hers = await self.hers(tracker)
        pending = Pending.from_slot(tracker.get_slot("pending"))
        waiting = ticket_talk.meant(Act.WAYBILL, heard, hers.tickets, hers.orders)
        if asked and pending is not None:
            waiting = [ticket for ticket in hers.tickets if ticket.number == pending.ticket]
        if not waiting:
            return None
        if len(waiting) > 1 and sent is None:
            speak(
                dispatcher,
                ticket_talk.which(Act.WAYBILL, "inform", waiting, hers.orders, heard.message_id),
            )
            return NOTHING_PENDING
        ticket = waiting[0]
        if sent is None:
            speak(dispatcher, ticket_talk.ask_waybill(ticket, hers.orders, heard.message_id))
            return [SlotSet("pending", Pending(Act.WAYBILL, ticket.number).to_slot())]
        ticket = await self.dialogue.tickets.waybill(ticket.id, *sent, SHOPPER, key=heard.message_id)
        told = ticket_talk.waybill_noted(ticket, *sent, self.dialogue.policy, heard.message_id)
        speak(dispatcher, told)
        return NOTHING_PENDING

    async def take_up(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, heard: Heard
    ) -> Events | None:
        """What her own clock closed goes on with this message; None when it is about another thing."""
        hers = await self.hers(tracker)
        now, seed = self.dialogue.clock.now(), heard.message_id
        meant = resting_talk.resumption(heard, hers.tickets, hers.orders, now)
        if meant is None:
            return None
        if meant.late:
            speak(dispatcher, resting_talk.too_late(meant.ticket, hers.orders, seed))
            return NOTHING_PENDING
        told = await went_on(self.dialogue, meant.ticket, meant.sent, hers.orders, seed)
        speak(dispatcher, told)
        if told.get("expects") == "waybill":
            return [SlotSet("pending", Pending(Act.WAYBILL, meant.ticket.number).to_slot())]
        return NOTHING_PENDING

    async def take_supplement(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, heard: Heard
    ) -> Events | None:
        """Words or photos for the application that waits for more from her; None when none does."""
        if not heard.photos and len(heard.text) < 2:
            return None
        hers = await self.hers(tracker)
        waiting = ticket_talk.meant(Act.SUPPLEMENT, heard, hers.tickets, hers.orders)
        if not waiting and heard.photos:
            waiting = ticket_talk.meant(Act.EVIDENCE, heard, hers.tickets, hers.orders)
        if not waiting:
            return None
        photos = [Photo(photo, "goods") for photo in heard.photos]
        ticket = await self.dialogue.tickets.supplement(
            waiting[0].id, heard.text, photos, SHOPPER, key=heard.message_id
        )
        speak(dispatcher, ticket_talk.supplement_noted(ticket, heard.message_id))
        return []


class ManageTicket(TicketAction):
    """Urge, take back, object: at once when it is clear which one, after a yes when it cannot be undone."""

    def name(self) -> str:
        return "action_manage_ticket"

    async def respond(self, dispatcher: CollectingDispatcher, tracker: Tracker, heard: Heard) -> Events:
        act, seed = _ACTS[heard.intent], heard.message_id
        in_form = bool(tracker.get_slot("request"))
        if not in_form and (changed := await self.change_application(dispatcher, tracker, heard)):
            return changed
        hers = await self.hers(tracker)
        meant = ticket_talk.meant(act, heard, hers.tickets, hers.orders)
        fitting = [ticket for ticket in meant if ticket_talk.possible(act, ticket)]
        if in_form and not fitting:
            speak(dispatcher, {"text": ticket_talk.TEXTS.say("while_asking", seed)})
            return []
        if not fitting and act is Act.DISPUTE and not hers.tickets:
            speak(dispatcher, smalltalk.for_people(heard))
            return [SlotSet("quiet", seed)]
        if not fitting and act is Act.URGE and not in_form and "催" in heard.text:
            begun = await self.begin_offered(dispatcher, tracker, heard, Remedy.URGE_COURIER)
            if begun is not None:  # 「给我催一下」 to a late parcel just shown
                return begun
        if not fitting and act is Act.URGE and parcels.about_parcel(heard):
            return self.show_parcels(dispatcher, heard, hers.orders, None)
        if not fitting:
            speak(dispatcher, *ticket_talk.none_fits(act, meant or hers.tickets, hers.orders, seed))
            return []
        if len(fitting) > 1:
            speak(dispatcher, ticket_talk.which(act, heard.intent, fitting, hers.orders, seed))
            return []
        return await self._do(act, fitting[0], dispatcher, heard, hers)

    async def _do(
        self, act: Act, ticket: Ticket, dispatcher: CollectingDispatcher, heard: Heard, hers: Hers
    ) -> Events:
        seed = heard.message_id
        if act is Act.URGE:
            urged = await self.dialogue.tickets.urge(ticket.id, SHOPPER)
            due = await self.dialogue.due_of(ticket.id)
            speak(dispatcher, *ticket_talk.urging_told(urged, hers.orders, due, seed))
            return NOTHING_PENDING
        ask = ticket_talk.confirm_withdrawal if act is Act.WITHDRAW else ticket_talk.confirm_dispute
        speak(dispatcher, ask(ticket, hers.orders, seed))
        words = heard.text or ticket_talk.TEXTS.say(f"why_{act}")
        return [SlotSet("pending", Pending(act, ticket.number, words).to_slot())]


def score_in(heard: Heard) -> int | None:
    """The stars in a typed rating (「五星好评」「打 4 分」「不满意」)."""
    number = heard.first("quantity")
    if number is not None and str(number).isdigit() and 1 <= int(number) <= 5:
        return int(number)
    return ticket_talk.score_of(heard.text)


class Rate(TicketAction):
    """A rating in words goes on the application that was finished last."""

    def name(self) -> str:
        return "action_rate"

    async def respond(self, dispatcher: CollectingDispatcher, tracker: Tracker, heard: Heard) -> Events:
        score = score_in(heard)
        hers = await self.hers(tracker)
        finished = [t for t in hers.tickets if t.status in (TicketStatus.COMPLETED, TicketStatus.CLOSED)]
        again = score is not None and bool(finished) and finished[0].latest(RecordKind.RATING) is not None
        if score is not None and finished:
            data = {"score": score, "comment": heard.text}
            await self.dialogue.tickets.record(
                finished[0].id, RecordKind.RATING, data, SHOPPER, key=heard.message_id
            )
        speak(dispatcher, ticket_talk.rated(score, heard.message_id, again=again))
        return []
