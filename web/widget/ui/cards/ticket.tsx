import type { LogisticsCard, ProgressCard, Step, TicketCard } from '../../../shared/cards';
import { widgetText as t } from '../../../shared/zh';
import { CopyButton } from '../text';
import { Deadlines, Frame, refundRow, Rows, Steps } from './parts';

function Copyable({ value }: { value: string }) {
  return (
    <div class="number">
      <span class="number-value">{value}</span>
      <CopyButton value={value} />
    </div>
  );
}

export function TicketView({ card }: { card: TicketCard }) {
  const items = card.items.map(({ name, quantity }) => `${name} ${t.cards.pieces(quantity)}`).join('、');
  return (
    <Frame icon="ticket" title={t.cards.ticket} tone="ticket" end={<span class="pill">{card.status_text}</span>}>
      <Copyable value={card.number} />
      {card.explanation && <p class="card-text">{card.explanation}</p>}
      <Rows
        rows={[
          { label: t.cards.items, value: items },
          { label: t.cards.type, value: card.type_text },
          { label: t.cards.outcome, value: card.outcome_text },
          { label: t.cards.remedy, value: card.remedy_text },
          { label: t.cards.reason, value: card.reason_text },
          { label: t.cards.freight, value: card.freight_text },
          refundRow(card.refund_amount),
          { label: t.cards.created, value: card.created_text },
        ]}
      />
      <Deadlines deadlines={card.deadlines} />
    </Frame>
  );
}

export function ProgressView({ card }: { card: ProgressCard }) {
  return (
    <Frame icon="clock" title={t.cards.progress} end={<span class="muted">{card.number}</span>}>
      <Steps steps={card.steps} />
    </Frame>
  );
}

export function LogisticsView({ card }: { card: LogisticsCard }) {
  const latest = card.steps.length - 1;
  const steps = card.steps.map((step, index): Step => ({ ...step, state: index === latest ? 'now' : 'done' }));
  return (
    <Frame icon="truck" title={t.cards.logistics} end={<span class="muted">{card.carrier}</span>}>
      {card.tracking_number && <Copyable value={card.tracking_number} />}
      <Steps steps={steps} />
      {card.promised_text && <Rows rows={[{ label: t.cards.promised, value: card.promised_text }]} />}
    </Frame>
  );
}
