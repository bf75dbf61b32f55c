import type { ComponentChildren } from 'preact';
import { widgetText as t } from '../../shared/zh';
import type { ChatState } from '../chat/state';
import { waitText } from '../chat/time';
import { Icon, type IconName } from './Icon';
import { useServices } from './context';

function Strip({ tone, icon, children }: { tone: string; icon: IconName; children: ComponentChildren }) {
  return (
    <div class={`banner banner-${tone}`} role="status">
      <Icon name={icon} />
      <span>{children}</span>
    </div>
  );
}

function queueText(queue: ChatState['queue']): string {
  if (!queue) return t.banner.queuedPlain;
  // Position 1 is the next to be served: nobody is before her.
  return queue.position <= 1 ? t.banner.next : t.banner.queued(queue.position - 1, waitText(queue.wait_s));
}

/** One line under the header: the connection first, then who owns the conversation. */
export function Banner({ state }: { state: ChatState }) {
  const { chat } = useServices();
  if (state.link === 'refused') {
    return (
      <Strip tone="lost" icon="alert">
        {t.banner.refused}
        <button type="button" class="link" onClick={() => chat.reconnect()}>
          {t.banner.retry}
        </button>
      </Strip>
    );
  }
  if (state.link === 'lost') return <Strip tone="lost" icon="wifi">{t.banner.lost}</Strip>;
  if (state.link === 'connecting') return <Strip tone="calm" icon="clock">{t.banner.connecting}</Strip>;
  if (state.owner === 'queued') return <Strip tone="queue" icon="clock">{queueText(state.queue)}</Strip>;
  if (state.owner === 'agent') {
    return <Strip tone="agent" icon="headset">{t.banner.agent(state.agent?.name ?? t.names.agent)}</Strip>;
  }
  if (state.owner === 'closed') return <Strip tone="calm" icon="check">{t.banner.closed}</Strip>;
  return null;
}
