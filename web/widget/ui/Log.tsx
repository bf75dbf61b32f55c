import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { widgetText as t } from '../../shared/zh';
import type { ChatState } from '../chat/state';
import { Icon } from './Icon';
import { Messages } from './Messages';
import { Typing } from './Typing';
import { useServices } from './context';

const NEAR_PX = 80;

/** The conversation. Stays at the newest message unless she reads further up; older ones load as she scrolls there. */
export function Log({ state, onPhoto }: { state: ChatState; onPhoto: () => void }) {
  const { chat } = useServices();
  const box = useRef<HTMLDivElement>(null);
  const [atEnd, setAtEnd] = useState(true);
  const following = useRef(true); // What `atEnd` will be once drawn: sizes change before that.
  const before = useRef({ first: '', height: 0 });
  const { messages, outbox } = state;
  const first = messages[0]?.id ?? '';
  const typing = state.typing ?? (state.awaiting.length ? 'bot' : null);

  useLayoutEffect(() => {
    const log = box.current;
    if (!log) return;
    const grown = log.scrollHeight - before.current.height;
    const prepended = before.current.first !== '' && before.current.first !== first;
    if (prepended) log.scrollTop += grown;
    else if (following.current) log.scrollTop = log.scrollHeight;
    before.current = { first, height: log.scrollHeight };
  }, [first, messages, outbox, typing]);

  useEffect(() => {
    const log = box.current;
    if (log && outbox.length) log.scrollTop = log.scrollHeight;
  }, [outbox.length]);

  useEffect(() => {
    const log = box.current;
    if (!log) return;
    // The keyboard opens or a picture arrives: the newest message stays in sight.
    const watcher = new ResizeObserver(() => {
      if (following.current) log.scrollTop = log.scrollHeight;
    });
    watcher.observe(log);
    if (log.firstElementChild) watcher.observe(log.firstElementChild);
    return () => watcher.disconnect();
  }, []);

  const scrolled = (): void => {
    const log = box.current;
    if (!log) return;
    following.current = log.scrollHeight - log.scrollTop - log.clientHeight < NEAR_PX;
    setAtEnd(following.current);
    if (log.scrollTop < NEAR_PX) void chat.loadOlder();
  };

  return (
    <div class="log-box">
      <div class="log" ref={box} onScroll={scrolled} role="log" aria-live="polite" aria-label={t.log.label} tabIndex={0}>
        <div>
          {state.loadingOlder && <p class="system">{t.log.older}</p>}
          <Messages state={state} onPhoto={onPhoto} />
          {typing && <Typing from={typing} name={typing === 'agent' ? (state.agent?.name ?? t.names.agent) : t.names.bot} />}
        </div>
      </div>
      {!atEnd && (
        <button
          type="button"
          class="to-end"
          onClick={() => box.current?.scrollTo({ top: box.current.scrollHeight, behavior: 'smooth' })}
        >
          <Icon name="down" />
          {t.log.latest}
        </button>
      )}
    </div>
  );
}
