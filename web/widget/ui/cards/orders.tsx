import type { OrderCard, OrderListCard, OrderSummary } from '../../../shared/cards';
import { yuan } from '../../../shared/money';
import type { Choice } from '../../../shared/protocol';
import { widgetText as t } from '../../../shared/zh';
import { Icon } from '../Icon';
import { Frame, Product } from './parts';
import type { Asked } from './types';

function Order({ order }: { order: OrderSummary }) {
  const pieces = order.lines.reduce((sum, line) => sum + line.quantity, 0);
  return (
    <>
      <span class="order-head">
        <span class="muted">{t.cards.orderNo(order.order_id)}</span>
        <span class="order-state">{order.status_text}</span>
      </span>
      {order.lines.map((line) => (
        <Product key={line.line_id} line={line} />
      ))}
      <span class="order-foot">
        <span class="muted">{order.signed_text}</span>
        <span>
          {pieces > 1 && <span class="muted">{t.cards.more(pieces)}</span>}
          {t.cards.total} <strong class="price">{yuan(order.total)}</strong>
        </span>
      </span>
    </>
  );
}

export function OrderView({ card }: { card: OrderCard }) {
  return (
    <Frame icon="list" title={t.cards.order}>
      <div class="order">
        <Order order={card} />
      </div>
    </Frame>
  );
}

function choiceOf(order: OrderSummary, choices: Choice[]): Choice | undefined {
  return choices.find((choice) => choice.value === `order:${order.order_id}`);
}

/** Orders to pick from; a tap sends the choice that belongs to the order. */
export function OrderListView({ card, asked }: { card: OrderListCard; asked: Asked }) {
  const title = card.title ?? t.cards.orders;
  return (
    <Frame icon="list" title={title}>
      <div class="orders" role="group" aria-label={title}>
        {card.orders.map((order) => {
          const choice = choiceOf(order, asked.choices);
          const picked = choice !== undefined && asked.picked === choice.id;
          return (
            <button
              key={order.order_id}
              type="button"
              class={picked ? 'order picked' : 'order'}
              disabled={!asked.live || !choice}
              aria-pressed={picked}
              onClick={() => choice && asked.choose(choice)}
            >
              <Order order={order} />
              {picked && (
                <span class="order-mark">
                  <Icon name="check" />
                  {t.cards.picked}
                </span>
              )}
            </button>
          );
        })}
      </div>
    </Frame>
  );
}
