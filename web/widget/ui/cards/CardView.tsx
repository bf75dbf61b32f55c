import { Component, type ComponentChildren } from 'preact';
import type { Card } from '../../../shared/cards';
import { ConsentView } from './consent';
import { DecisionView, SummaryView } from './decision';
import { OrderListView, OrderView } from './orders';
import { RatingView } from './rating';
import { LogisticsView, ProgressView, TicketView } from './ticket';
import type { Asked } from './types';

const KINDS = new Set(['order', 'order_list', 'summary', 'decision', 'ticket', 'progress', 'logistics', 'rating', 'consent']);

/** Whether this widget can draw the card; a newer service may know more kinds. */
export const drawable = (card: Card | undefined): card is Card => card !== undefined && KINDS.has(card.kind);

/** True for choices the card itself offers as buttons. */
export function ownedByCard(card: Card | undefined, value: string): boolean {
  return card?.kind === 'consent' || (card?.kind === 'order_list' && value.startsWith('order:'));
}

function Drawn({ card, asked }: { card: Card; asked: Asked }) {
  switch (card.kind) {
    case 'order':
      return <OrderView card={card} />;
    case 'order_list':
      return <OrderListView card={card} asked={asked} />;
    case 'summary':
      return <SummaryView card={card} />;
    case 'decision':
      return <DecisionView card={card} />;
    case 'ticket':
      return <TicketView card={card} />;
    case 'progress':
      return <ProgressView card={card} />;
    case 'logistics':
      return <LogisticsView card={card} />;
    case 'rating':
      return <RatingView card={card} />;
    case 'consent':
      return <ConsentView card={card} asked={asked} />;
  }
}

/** One malformed card must not take the conversation with it. */
class Guard extends Component<{ children: ComponentChildren }, { broken: boolean }> {
  override state = { broken: false };

  static override getDerivedStateFromError(): { broken: boolean } {
    return { broken: true };
  }

  override render() {
    return this.state.broken ? null : this.props.children;
  }
}

export function CardView({ card, asked }: { card: Card; asked: Asked }) {
  return (
    <Guard>
      <Drawn card={card} asked={asked} />
    </Guard>
  );
}
