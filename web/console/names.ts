/** Names for ids, from what has been read already: the service names people and goods in conversations only. */
import type { Card } from '../shared/cards';
import { useAgents, useOrder } from './queries';
import { useDesk } from './session/session';
import type { Agent, Message, Ticket } from './types';
import { actors, categories, word } from './words';

/** Whom something can be handed to: the other agents who may take it. */
export function useColleagues(): Agent[] {
  const { agent } = useDesk();
  const { data = [] } = useAgents();
  return data.filter((other) => other.id !== agent.id);
}

/** Who somebody in a ticket's history is; somebody unknown is called by the account. */
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
