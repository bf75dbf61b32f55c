import type { ComponentChildren } from 'preact';
import type { Deadline, OrderLine, Step } from '../../../shared/cards';
import { isPositive, yuan } from '../../../shared/money';
import { widgetText as t } from '../../../shared/zh';
import { Icon, type IconName, ProductArt } from '../Icon';

/** The frame every card shares: an icon, a title, something at the end of the line. */
export function Frame({
  icon,
  title,
  end,
  tone = 'plain',
  children,
}: {
  icon: IconName;
  title: string;
  end?: ComponentChildren;
  tone?: string;
  children: ComponentChildren;
}) {
  return (
    <section class={`card card-${tone}`} aria-label={title}>
      <header class="card-head">
        <span class="card-icon">
          <Icon name={icon} />
        </span>
        <h2>{title}</h2>
        {end}
      </header>
      {children}
    </section>
  );
}

export interface Row {
  label: string;
  value: ComponentChildren;
}

/** Longer texts get the whole width under their label. */
const LONG = 30;
const isLong = (value: ComponentChildren): boolean => typeof value === 'string' && value.length > LONG;

/** Labels with their values, one under the other; rows without a value are left out. */
export function Rows({ rows }: { rows: Row[] }) {
  const filled = rows.filter(({ value }) => value !== undefined && value !== null && value !== false && value !== '');
  return (
    <dl class="rows">
      {filled.map(({ label, value }) => (
        <div key={label} class={isLong(value) ? 'long' : undefined}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** The row of a refund, empty when nothing is paid back. */
export function refundRow(amount: string | null | undefined): Row {
  return {
    label: t.cards.refund,
    value: isPositive(amount) && <strong class="price">{yuan(amount)}</strong>,
  };
}

export function Product({ line }: { line: OrderLine }) {
  return (
    <div class="product">
      <ProductArt category={line.category} />
      <div class="product-text">
        <span class="product-name">{line.name}</span>
        <span class="muted">
          {line.spec && <span>{line.spec}</span>}
          <span>{t.cards.pieces(line.quantity)}</span>
        </span>
      </div>
      <span class="price">{yuan(line.paid)}</span>
    </div>
  );
}

export function Deadlines({ deadlines }: { deadlines: Deadline[] }) {
  if (!deadlines.length) return null;
  return (
    <div class="deadlines">
      <h3>{t.cards.deadlines}</h3>
      <ul>
        {deadlines.map(({ text, target_text, limit_text }) => (
          <li key={text}>
            <Icon name="clock" />
            <span class="deadline-text">{text}</span>
            <span class="deadline-date">
              <strong>{target_text}</strong>
              {limit_text && <small>{t.cards.latest(limit_text)}</small>}
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}

export function Steps({ steps }: { steps: Step[] }) {
  return (
    <ol class="steps">
      {steps.map(({ text, at_text, state }, index) => (
        <li key={index} class={`step-${state}`} aria-current={state === 'now' ? 'step' : undefined}>
          <span class="step-dot" aria-hidden="true">
            {state === 'done' && <Icon name="check" />}
          </span>
          <span>
            {text}
            <span class="hidden">{`（${t.cards[state]}）`}</span>
          </span>
          {at_text && <small>{at_text}</small>}
        </li>
      ))}
    </ol>
  );
}
