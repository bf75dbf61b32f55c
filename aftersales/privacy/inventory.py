"""Every place where a shopper's data may lie, and what becomes of it (POLICY 7). Pure.

The one list: deletion and retention follow it, and a test fails for a table or column that it does not name.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Link(StrEnum):
    """What a column says about whose the row is."""

    CONVERSATION = "conversation"
    TICKET = "ticket"
    SUBJECT = "subject"
    INSIDE = "inside"
    """The id of her conversation or ticket stands somewhere in the document."""


class Fate(StrEnum):
    """What becomes of her rows when she has her data deleted."""

    GOES = "goes"
    """By its own links, or with the row that it hangs on."""
    LOCKED = "locked"
    """Its trade data move to `locked_trade`, the rest goes."""
    PICTURE = "picture"
    """The row goes, and the file with it."""
    PROOF = "proof"
    """Says that the rules were kept and holds none of her data afterwards."""
    SHOPS = "shops"
    """The shop's own order system, kept here for shops that have none; deleting there is the shop's duty."""
    NOT_HERS = "not_hers"


@dataclass(frozen=True, slots=True)
class Place:
    """One table: `personal` columns may hold what names a shopper or what she wrote, `plain` ones never."""

    fate: Fate
    kept: str
    """How long, as the shop owner and the shopper read it."""
    plain: frozenset[str]
    personal: frozenset[str] = frozenset()
    links: Mapping[str, Link] = field(default_factory=dict)

    @property
    def columns(self) -> frozenset[str]:
        return self.plain | self.personal


CONVERSATION_TERM = "会话结束后 180 天"
TICKET_TERM = "工单办结后 3 年"
STAFF = "账号停用前"
SETTING = "由店铺设置，与顾客无关"


def _set(columns: str) -> frozenset[str]:
    return frozenset(columns.split())


_TICKET = {"ticket_id": Link.TICKET}
_HERE = {"conversation_id": Link.CONVERSATION}

INVENTORY: Mapping[str, Place] = {
    "conversations": Place(
        Fate.GOES,
        CONVERSATION_TERM,
        plain=_set(
            "id channel owner agent_id epoch last_seq case_no queued_at queue_reason skill_group "
            "priority level resolution read_by_shopper read_by_agent last_turn_at created_at updated_at"
        ),
        personal=_set("shopper_id shopper_name shopper_phone dialogue proven_orders rating"),
        links={"id": Link.CONVERSATION},
    ),
    "messages": Place(
        Fate.GOES,
        CONVERSATION_TERM,
        plain=_set(
            "id conversation_id channel message_id seq ts sender agent_id choice expects reply_to note "
            "sent pending"
        ),
        personal=_set("text payload photos card choices understood"),
        links=_HERE,
    ),
    "consents": Place(
        Fate.GOES,
        "直到撤回或删除",
        plain=_set("granted version at"),
        personal=_set("subject"),
        links={"subject": Link.SUBJECT},
    ),
    "outbox": Place(
        Fate.GOES,
        "送达即删，通常不到一秒",
        plain=_set("id topic conversation_id created_at"),
        personal=_set("payload"),
        links=_HERE | {"payload": Link.INSIDE},
    ),
    "photos": Place(
        Fate.PICTURE,
        f"{CONVERSATION_TERM}；作为工单凭证的与工单同期",
        plain=_set("id owner width height created_at"),
        personal=_set("sha256 band_a band_b band_c band_d"),
        links={"owner": Link.CONVERSATION},
    ),
    "tickets": Place(
        Fate.LOCKED,
        TICKET_TERM,
        plain=_set(
            "id number business_key version type status level conversation_id reason remedy priority "
            "skill_group merchant_id assignee request amount created_at updated_at"
        ),
        personal=_set("order_id decision description paid spec"),
        links={"id": Link.TICKET},
    ),
    "ticket_lines": Place(
        Fate.LOCKED,
        TICKET_TERM,
        plain=_set("id ticket_id line_id quantity open"),
        personal=_set("order_id"),
        links=_TICKET,
    ),
    "ticket_photos": Place(Fate.GOES, TICKET_TERM, plain=_set("id ticket_id photo_id kind"), links=_TICKET),
    "ticket_history": Place(
        Fate.LOCKED,
        TICKET_TERM,
        plain=_set("id ticket_id at who from_status to_status rule"),
        personal=_set("why"),
        links=_TICKET,
    ),
    "ticket_records": Place(
        Fate.GOES,
        TICKET_TERM,
        plain=_set("id ticket_id at who kind key"),
        personal=_set("data"),
        links=_TICKET,
    ),
    "ticket_links": Place(
        Fate.GOES,
        TICKET_TERM,
        plain=_set("id ticket_id other_id other_number kind"),
        links=_TICKET | {"other_id": Link.TICKET},
    ),
    "clocks": Place(
        Fate.GOES,
        TICKET_TERM,
        plain=_set(
            "id ticket_id conversation_id clock started_at target limit provisional state paused_at "
            "stopped_at extended next_at next_event"
        ),
        links=_TICKET | _HERE,
    ),
    "clock_events": Place(
        Fate.GOES,
        TICKET_TERM,
        plain=_set("id clock_id event at who"),
        personal=_set("why"),
    ),
    "promises": Place(
        Fate.GOES,
        CONVERSATION_TERM,
        plain=_set(
            "id conversation_id message_id ticket_id kind due_at cents by_person state told_at look_at "
            "settled_at"
        ),
        personal=_set("text"),
        links=_TICKET | _HERE,
    ),
    "promise_mentions": Place(Fate.GOES, CONVERSATION_TERM, plain=_set("promise_id message_id")),
    "learning_labels": Place(
        Fate.GOES,
        f"{CONVERSATION_TERM}内随会话删除；之后不再与任何人关联，只留去掉个人信息的句子",
        plain=_set("id label labelled_by labelled_at message_id"),
        personal=_set("text"),
    ),
    "learning_runs": Place(
        Fate.NOT_HERS,
        "长期（只有数目）",
        plain=_set("id started_at finished_at outcome reasons figures in_use_at"),
    ),
    "commands": Place(
        Fate.GOES,
        TICKET_TERM,
        plain=_set(
            "id kind status ticket_id merchant_id attempts due_at settled done_by created_at finished_at"
        ),
        personal=_set("document result problem"),
        links=_TICKET,
    ),
    "demo_commands": Place(Fate.SHOPS, "演示商店自己的记录", plain=_set("id result")),
    "webhook_endpoints": Place(
        Fate.NOT_HERS, SETTING, plain=_set("id url events merchant_id active created_at created_by")
    ),
    "webhook_deliveries": Place(
        Fate.GOES,
        "送达后 30 天",
        plain=_set("id endpoint_id event_id type status attempts due_at http_status created_at delivered_at"),
        personal=_set("document problem"),
        links={"document": Link.INSIDE},
    ),
    "orders": Place(
        Fate.SHOPS,
        "由店铺的订单系统决定",
        plain=_set("merchant_id paid_at"),
        personal=_set("order_id owner_id document"),
    ),
    "tries": Place(Fate.NOT_HERS, "一小时（只存指纹）", plain=_set("id key expires_at")),
    "agents": Place(
        Fate.NOT_HERS, STAFF, plain=_set("id name password_hash roles skill_groups merchant_id active")
    ),
    "privacy_requests": Place(
        Fate.PROOF,
        "办结后 3 年（删除完成后只留指纹）",
        plain=_set(
            "id key kind proof conversation_id ticket_id state requested_at due_at next_at done_at "
            "downloaded_at result"
        ),
        personal=_set("subject"),
    ),
    "locked_trade": Place(
        Fate.PROOF,
        "交易完成后 3 年，只有管理员说明原因才能查看",
        plain=_set("ticket_id number locked_at purge_at"),
        personal=_set("order_id document"),
    ),
    "data_looks": Place(Fate.PROOF, "3 年", plain=_set("id at who what place why")),
    "retention_log": Place(Fate.NOT_HERS, "长期（只有数目）", plain=_set("day what count")),
}

FILES: Mapping[str, str] = {
    "photos": f"{CONVERSATION_TERM}；作为工单凭证的与工单同期",
    "aftersales.db": "随上面各表",
    "learnt": "标注过的句子（已去掉个人信息），随 learning_labels；以及由它们训练出的模型",
}
"""What lies beside the database, by its name in the data folder."""
