import { widgetText as t } from '../../shared/zh';
import { liveQuestion, pickedChoice } from '../chat/choices';
import type { Pending } from '../chat/outbox';
import type { ChatState } from '../chat/state';
import { clockText } from '../chat/time';
import { lastSeq, layout } from '../chat/timeline';
import { OtherBubble, OwnBubble } from './Bubble';
import { Icon } from './Icon';
import { useServices } from './context';

function PendingBubble({ pending }: { pending: Pending }) {
  const { chat } = useServices();
  const { id, photo_ids } = pending.draft;
  const foot =
    pending.status === 'sending' ? (
      <span class="mark">{t.message.sending}</span>
    ) : (
      <span class="mark failed">
        <Icon name="alert" />
        {pending.error ?? t.message.failed}
        <button type="button" class="link" onClick={() => chat.retry(id)}>
          {t.message.retry}
        </button>
        <button type="button" class="link" onClick={() => chat.discard(id)}>
          {t.message.discard}
        </button>
      </span>
    );
  return <OwnBubble text={pending.shown} photos={photo_ids ?? []} foot={foot} />;
}

/** Every message with its time, its choices and, on her last one, how far it got; unsent ones below. */
export function Messages({ state, onPhoto }: { state: ChatState; onPhoto: () => void }) {
  const { chat } = useServices();
  const live = liveQuestion(state);
  const waiting = state.outbox.find((pending) => pending.status === 'sending' && pending.question);
  const ownSeq = lastSeq(state.messages.filter((message) => message.from === 'shopper'));
  const asksPhoto = state.messages[state.messages.length - 1];
  return (
    <>
      {layout(state.messages).map(({ message, separated, leads }, index) => {
        const picked =
          waiting?.question === message.id ? (waiting.draft.choice ?? null) : (pickedChoice(state.messages, index)?.id ?? null);
        const mark = message.seq <= state.read ? t.message.read : t.message.sent;
        return (
          <div key={message.id} class={leads ? 'entry leads' : 'entry'}>
            {separated && <time class="when" dateTime={message.ts}>{clockText(message.ts, new Date())}</time>}
            {message.from === 'shopper' ? (
              <OwnBubble
                text={message.text ?? ''}
                photos={(message.photos ?? []).map(({ id }) => id)}
                foot={message.seq === ownSeq && <span class="mark">{mark}</span>}
              />
            ) : (
              <OtherBubble
                message={message}
                leads={leads}
                asked={{
                  choices: message.choices ?? [],
                  live: live === message.id,
                  picked,
                  choose: (choice) => chat.choose(message, choice),
                }}
                onPhoto={message === asksPhoto && message.expects?.startsWith('photo_') ? onPhoto : undefined}
              />
            )}
          </div>
        );
      })}
      {state.outbox.map((pending) => (
        <div key={pending.draft.id} class="entry">
          <PendingBubble pending={pending} />
        </div>
      ))}
    </>
  );
}
