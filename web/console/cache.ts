/** How what the socket tells changes what has been read: pure functions on cached answers. */
import type { InfiniteData } from '@tanstack/react-query';

import type { DeskList } from './queries';
import type { ConversationDetail, ConversationItem, ConversationPage, Message, Ticket } from './types';

export type ListData = InfiniteData<ConversationPage, unknown>;

/** Whether a conversation stands in a list, seen by agent `me`. */
export function belongs(item: ConversationItem, list: DeskList, me: string): boolean {
  return item.owner === list.query.owner && (!list.query.mine || item.agent?.id === me);
}

export function holds(data: ListData, id: string): boolean {
  return data.pages.some((page) => page.items.some((item) => item.id === id));
}

/** The list with `item` new, changed, moved or gone. */
export function placeItem(data: ListData, item: ConversationItem, list: DeskList, me: string): ListData {
  const here = belongs(item, list, me);
  if (!here && !holds(data, item.id)) return data;
  const [first, ...later] = data.pages.map((page) => ({
    ...page,
    items: page.items.filter(({ id }) => id !== item.id),
  }));
  const pages = first ? [{ ...first, items: here ? [item, ...first.items] : first.items }, ...later] : [];
  return { ...data, pages };
}

/** All that has been read of a list: the queue by urgency, everything else by the latest change. */
export function itemsOf(data: ListData, list: DeskList): ConversationItem[] {
  return data.pages.flatMap((page) => page.items).sort(list.id === 'queued' ? byUrgency : byRecency);
}

/** The list with one of its conversations changed in place. */
export function changeItem(
  data: ListData,
  id: string,
  change: (item: ConversationItem) => ConversationItem,
): ListData {
  if (!holds(data, id)) return data;
  const pages = data.pages.map((page) => ({
    ...page,
    items: page.items.map((item) => (item.id === id ? change(item) : item)),
  }));
  return { ...data, pages };
}

/** A list's row after a new message; one that the row already tells of changes nothing. */
export function withLastMessage(item: ConversationItem, message: Message, preview: string): ConversationItem {
  const known = item.last_message && Date.parse(item.last_message.ts) >= Date.parse(message.ts);
  if (known || message.note || message.sent === false) return item;
  return {
    ...item,
    last_message: { text: preview, from: message.from, ts: message.ts },
    unread: item.unread + (message.from === 'shopper' ? 1 : 0),
    updated_at: message.ts,
  };
}

export function withMessage(detail: ConversationDetail, message: Message): ConversationDetail {
  const others = detail.messages.filter(({ id }) => id !== message.id);
  return { ...detail, messages: [...others, message].sort((a, b) => a.seq - b.seq) };
}

export function withTicket(tickets: Ticket[], ticket: Ticket): Ticket[] {
  const known = tickets.find(({ id }) => id === ticket.id);
  if (known && known.version > ticket.version) return tickets;
  return inOrderOfOpening([...tickets.filter(({ id }) => id !== ticket.id), ticket]);
}

export function inOrderOfOpening(tickets: Ticket[]): Ticket[] {
  return [...tickets].sort((a, b) => Date.parse(a.created_at) - Date.parse(b.created_at));
}

export function withOwner(detail: ConversationDetail, item: ConversationItem): ConversationDetail {
  return { ...detail, owner: item.owner, agent: item.agent ?? null, shopper: item.shopper };
}

function byUrgency(a: ConversationItem, b: ConversationItem): number {
  const waiting = (item: ConversationItem) => Date.parse(item.waiting_since ?? item.updated_at);
  return (b.priority ?? 0) - (a.priority ?? 0) || waiting(a) - waiting(b);
}

function byRecency(a: ConversationItem, b: ConversationItem): number {
  return Date.parse(b.updated_at) - Date.parse(a.updated_at);
}
