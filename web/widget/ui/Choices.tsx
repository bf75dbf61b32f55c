import { widgetText as t } from '../../shared/zh';
import type { Asked } from './cards/types';
import { Icon } from './Icon';

/** Quick replies under a message; greyed once answered or superseded. */
export function Choices({ asked }: { asked: Asked }) {
  return (
    <div class="choices" role="group" aria-label={t.choices.label}>
      {asked.choices.map((choice) => {
        const picked = asked.picked === choice.id;
        return (
          <button
            key={choice.id}
            type="button"
            class={picked ? 'choice picked' : 'choice'}
            disabled={!asked.live}
            aria-pressed={picked}
            onClick={() => asked.choose(choice)}
          >
            {picked && <Icon name="check" />}
            {choice.title}
          </button>
        );
      })}
    </div>
  );
}
