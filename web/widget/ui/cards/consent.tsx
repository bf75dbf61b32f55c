import type { ConsentCard } from '../../../shared/cards';
import { widgetText as t } from '../../../shared/zh';
import { Icon } from '../Icon';
import { Frame } from './parts';
import type { Asked } from './types';

/** What is collected and why, with the answer as two large buttons. */
export function ConsentView({ card, asked }: { card: ConsentCard; asked: Asked }) {
  return (
    <Frame icon="shield" title={t.cards.consent}>
      <p class="card-text">{card.text}</p>
      {card.items.length > 0 && (
        <ul class="consent-items">
          {card.items.map((item) => (
            <li key={item}>
              <Icon name="check" />
              {item}
            </li>
          ))}
        </ul>
      )}
      <div class="consent-actions">
        {asked.choices.map((choice) => (
          <button
            key={choice.id}
            type="button"
            class={choice.value === 'agree' ? 'primary' : 'plain'}
            disabled={!asked.live}
            aria-pressed={asked.picked === choice.id}
            onClick={() => asked.choose(choice)}
          >
            {asked.picked === choice.id && <Icon name="check" />}
            {choice.title}
          </button>
        ))}
      </div>
    </Frame>
  );
}
