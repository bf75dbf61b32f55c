import type { ReactNode } from 'react';

import type { Card, Deadline, OrderSummary, Step } from '../../shared/cards';
import { yuan } from '../../shared/money';
import { Photo } from '../Photo';
import { cardKinds, word } from '../words';

/** A card as the agent needs it: the same facts the shopper sees, in a few lines. */
export function CardView({ card }: { card: Card }) {
  return (
    <section className="card" aria-label={word(cardKinds, card.kind)}>
      <h3>{('title' in card && card.title) || word(cardKinds, card.kind)}</h3>
      {content(card)}
    </section>
  );
}

function content(card: Card): ReactNode {
  switch (card.kind) {
    case 'order':
      return <Order order={card} />;
    case 'order_list':
      return card.orders.map((order) => <Order key={order.order_id} order={order} />);
    case 'summary':
      return (
        <>
          <Rows rows={card.rows.map(({ label, value }) => [label, value])} />
          <div className="photos">
            {card.photos?.map(({ id, kind_text }) => (
              <Photo key={id} id={id} alt={kind_text} caption={kind_text} />
            ))}
          </div>
        </>
      );
    case 'decision':
      return (
        <>
          <p>{card.explanation}</p>
          <Rows
            rows={[
              ['结论', card.outcome_text],
              ['处理方式', card.remedy_text],
              ['运费', card.freight_text],
              ['退款', card.refund_amount && yuan(card.refund_amount)],
              ...card.deadlines.map(deadline),
              ['依据', card.rules.map(({ id, title }) => `${id} ${title}`).join('；')],
              ['其他选择', card.alternatives?.join('、')],
            ]}
          />
        </>
      );
    case 'ticket':
      return (
        <Rows
          rows={[
            ['工单号', card.number],
            ['状态', card.status_text],
            ['类型', card.type_text],
            ['商品', card.items.map(({ name, quantity }) => `${name} ×${quantity}`).join('、')],
            ['处理方式', card.remedy_text],
            ['原因', card.reason_text],
            ['运费', card.freight_text],
            ['退款', card.refund_amount && yuan(card.refund_amount)],
            ...card.deadlines.map(deadline),
          ]}
        />
      );
    case 'progress':
      return <Rows rows={[['工单号', card.number], ...card.steps.map(step)]} />;
    case 'logistics':
      return (
        <Rows
          rows={[
            ['快递', card.carrier],
            ['运单号', card.tracking_number],
            ...card.steps.map(({ text, at_text }): Row => [text, at_text]),
            ['预计送达', card.promised_text],
          ]}
        />
      );
    case 'consent':
      return (
        <>
          <p>{card.text}</p>
          <p className="secondary">{card.items.join('、')}</p>
        </>
      );
    case 'rating':
      return <p>{card.text}</p>;
  }
}

type Row = [label: string, value: string | null | undefined];

function Rows({ rows }: { rows: Row[] }) {
  return (
    <dl className="rows">
      {rows.map(([label, value], index) =>
        value ? (
          <div key={index}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ) : null,
      )}
    </dl>
  );
}

function Order({ order }: { order: OrderSummary }) {
  return (
    <Rows
      rows={[
        ['订单号', order.order_id],
        ...order.lines.map(({ name, spec, quantity, paid }): Row => {
          return ['商品', `${name}${spec ? ` ${spec}` : ''} ×${quantity}，实付 ${yuan(paid)}`];
        }),
        ['状态', order.signed_text ?? order.status_text],
      ]}
    />
  );
}

function deadline({ text, target_text, limit_text }: Deadline): Row {
  return [text, limit_text ? `${target_text}，最晚 ${limit_text}` : target_text];
}

const STEPS = { done: '已完成', now: '进行中', next: '待进行' } as const;

function step({ text, at_text, state }: Step): Row {
  return [text, at_text ?? STEPS[state]];
}
