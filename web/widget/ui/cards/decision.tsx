import type { DecisionCard, SummaryCard } from '../../../shared/cards';
import { widgetText as t } from '../../../shared/zh';
import { Icon, type IconName } from '../Icon';
import { PhotoView } from '../PhotoView';
import { Deadlines, Frame, refundRow, Rows } from './parts';

export function SummaryView({ card }: { card: SummaryCard }) {
  const photos = card.photos ?? [];
  const ids = photos.map(({ id }) => id);
  return (
    <Frame icon="list" title={card.title}>
      <Rows rows={card.rows} />
      {photos.length > 0 && (
        <ul class="card-photos">
          {photos.map(({ id, kind_text }, index) => (
            <li key={id}>
              <PhotoView ids={ids} index={index} />
              <span class="muted">{kind_text}</span>
            </li>
          ))}
        </ul>
      )}
    </Frame>
  );
}

const OUTCOME_ICON: Record<DecisionCard['outcome'], IconName> = { approve: 'check', review: 'clock', reject: 'alert' };

/** What was decided, why, by when, who pays, and what else is possible. */
export function DecisionView({ card }: { card: DecisionCard }) {
  return (
    <Frame
      icon={OUTCOME_ICON[card.outcome]}
      title={card.title}
      tone={card.outcome}
      end={<span class="pill">{card.outcome_text}</span>}
    >
      <p class="card-text">{card.explanation}</p>
      <Rows
        rows={[
          { label: t.cards.remedy, value: card.remedy_text },
          { label: t.cards.freight, value: card.freight_text },
          refundRow(card.refund_amount),
        ]}
      />
      <Deadlines deadlines={card.deadlines} />
      {card.alternatives && card.alternatives.length > 0 && (
        <div class="alternatives">
          <h3>{t.cards.alternatives}</h3>
          <ul>
            {card.alternatives.map((text) => (
              <li key={text}>
                <Icon name="bulb" />
                {text}
              </li>
            ))}
          </ul>
        </div>
      )}
      {card.rules.length > 0 && (
        <details class="rules">
          <summary>{t.cards.rules}</summary>
          <ul>
            {card.rules.map(({ id, title }) => (
              <li key={id}>
                <code>{id}</code> {title}
              </li>
            ))}
          </ul>
        </details>
      )}
    </Frame>
  );
}
