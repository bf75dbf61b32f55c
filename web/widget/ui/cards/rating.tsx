import { useId, useState } from 'preact/hooks';
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
  const [progress, setProgress] = useState<'open' | 'sending' | 'sent' | 'failed'>('open');
  // A ticket and the conversation may both be up for rating: each is a group of its own.
  const group = useId();

  const submit = async (): Promise<void> => {
    setProgress('sending');
    setProgress((await chat.rate(score, comment.trim(), card.ticket)) ? 'sent' : 'failed');
  };

  if (progress === 'sent') {
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
            <input type="radio" name={group} checked={value === score} onChange={() => setScore(value)} />
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
            void submit();
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
          {progress === 'failed' && (
            <p class="rating-failed" role="alert">
              {t.cards.notRated}
            </p>
          )}
          <button type="submit" class="primary" disabled={progress === 'sending'}>
            {t.cards.submit}
          </button>
        </form>
      )}
    </Frame>
  );
}
