import { useState } from 'preact/hooks';
import type { RatingCard } from '../../../shared/cards';
import { widgetText as t } from '../../../shared/zh';
import { Icon } from '../Icon';
import { useServices } from '../context';
import { Frame } from './parts';

const SCORES = [1, 2, 3, 4, 5];

export function RatingView({ card }: { card: RatingCard }) {
  const { chat } = useServices();
  const [score, setScore] = useState(0);
  const [comment, setComment] = useState('');
  const [sent, setSent] = useState(false);

  if (sent) {
    return (
      <Frame icon="star" title={t.cards.rating}>
        <p class="card-text" role="status">
          {t.cards.thanks}
        </p>
      </Frame>
    );
  }
  return (
    <Frame icon="star" title={t.cards.rating}>
      {card.text && <p class="card-text">{card.text}</p>}
      <div class="stars" role="radiogroup" aria-label={t.cards.rating}>
        {SCORES.map((value) => (
          <label key={value} class={value <= score ? 'star on' : 'star'}>
            <input type="radio" name="score" checked={value === score} onChange={() => setScore(value)} />
            <span class="hidden">{t.cards.stars(value)}</span>
            <Icon name="star" />
          </label>
        ))}
      </div>
      {score > 0 && (
        <form
          class="rating-form"
          onSubmit={(event) => {
            event.preventDefault();
            chat.rate(score, comment.trim());
            setSent(true);
          }}
        >
          <input
            type="text"
            maxLength={200}
            aria-label={t.cards.comment}
            placeholder={t.cards.comment}
            value={comment}
            onInput={(event) => setComment(event.currentTarget.value)}
          />
          <button type="submit" class="primary">
            {t.cards.submit}
          </button>
        </form>
      )}
    </Frame>
  );
}
