/** Names for ids, from what has been read already: the service names people and goods in conversations only. */
import { useQueryClient } from '@tanstack/react-query';

import type { Card } from '../shared/cards';
import type { ListData } from './cache';
import { keys, useOrder } from './queries';
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

/** What the lines of a ticket are called: as in its order, else by their category. */
export function useLineNames(ticket: Ticket): (lineId: string) => string {
  const { data: order } = useOrder(ticket.order_id ?? null);
  const named = new Map(order?.lines.map(({ line_id, name, spec }) => [line_id, [name, spec].filter(Boolean).join(' ')]));
  const kinds = new Map(ticket.decision?.facts?.order?.lines?.map(({ line_id, category }) => [line_id, category]));
  return (id) => named.get(id) ?? word(categories, kinds.get(id) ?? id);
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
