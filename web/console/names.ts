/** Names for ids, from what has been read already: the service names people and goods in conversations only. */
import { useQueryClient } from '@tanstack/react-query';

import type { Card } from '../shared/cards';
import type { ListData } from './cache';
import { keys, useConversation } from './queries';
import { can } from './permissions';
import { useDesk } from './session/session';
import type { AgentRef, Message, Ticket } from './types';
import { actors, categories, word } from './words';

/** Other agents met in the lists read so far, as suggestions for a transfer. */
export function useColleagues(): AgentRef[] {
  const { agent } = useDesk();
  const client = useQueryClient();
  const met = new Map<string, AgentRef>();
  for (const [, data] of client.getQueriesData<ListData>({ queryKey: keys.lists })) {
    for (const item of data?.pages.flatMap((page) => page.items) ?? []) {
      if (item.agent && item.agent.id !== agent.id) met.set(item.agent.id, item.agent);
    }
  }
  return [...met.values()];
}

/** Who somebody in a ticket's history is; a colleague not met yet is called by the account. */
export function useWho(): (id: string) => string {
  const { agent } = useDesk();
  const colleagues = useColleagues();
  const names = new Map([agent, ...colleagues].map(({ id, name }) => [id, name]));
  return (id) => names.get(id) ?? word(actors, id);
}

/** What the lines of a ticket are called: as its conversation showed them, else by their category. */
export function useLineNames(ticket: Ticket): (lineId: string) => string {
  const { agent } = useDesk();
  const readable = ticket.conversation_id && can(agent, 'converse') ? ticket.conversation_id : null;
  const { data } = useConversation(readable);
  const messages = data?.messages ?? [];
  const named = new Map([...lineNames(messages, ticket.order_id), ...ticketLineNames(messages, ticket)]);
  const kinds = new Map(ticket.decision?.facts?.order?.lines?.map(({ line_id, category }) => [line_id, category]));
  return (id) => named.get(id) ?? word(categories, kinds.get(id) ?? id);
}

/** Product names by line, from the ticket's own card: it lists the lines in the order of the ticket. */
export function ticketLineNames(
  messages: readonly Message[],
  { number, items }: Pick<Ticket, 'number' | 'items'>,
): Map<string, string> {
  const cards = messages.flatMap(({ card }) => (card?.kind === 'ticket' && card.number === number ? [card] : []));
  return new Map(
    cards.flatMap((card) => card.items.flatMap(({ name }, index) => items[index] ? [[items[index].line_id, name] as const] : [])),
  );
}

/** Product names by line, from the cards that showed the order. */
export function lineNames(messages: readonly Message[], orderId: string | null | undefined): Map<string, string> {
  const lines = messages
    .flatMap(({ card }) => ordersIn(card))
    .filter((order) => order.order_id === orderId)
    .flatMap((order) => order.lines);
  return new Map(lines.map(({ line_id, name, spec }) => [line_id, [name, spec].filter(Boolean).join(' ')]));
}

function ordersIn(card: Card | undefined) {
  switch (card?.kind) {
    case 'order':
      return [card];
    case 'order_list':
      return card.orders;
    case 'logistics':
      return card.order ? [card.order] : [];
    default:
      return [];
  }
}
