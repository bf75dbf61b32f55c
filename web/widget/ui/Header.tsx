import { useEffect, useRef, useState } from 'preact/hooks';
import { widgetText as t } from '../../shared/zh';
import type { ChatState } from '../chat/state';
import { Avatar } from './Avatar';
import { Confirm } from './Confirm';
import { Icon } from './Icon';
import { useServices } from './context';

function statusText({ owner, agent }: ChatState): string {
  return owner === 'agent' ? t.status.agent(agent?.name ?? t.names.agent) : t.status[owner];
}

function Menu({ onRestart }: { onRestart: () => void }) {
  const [open, setOpen] = useState(false);
  const box = useRef<HTMLDivElement>(null);

  useEffect(() => {
    if (!open) return;
    box.current?.querySelector<HTMLElement>('[role=menuitem]')?.focus();
    const away = (event: Event): void => {
      if (!box.current?.contains(event.target as Node)) setOpen(false);
    };
    document.addEventListener('pointerdown', away);
    return () => document.removeEventListener('pointerdown', away);
  }, [open]);

  const close = (): void => {
    setOpen(false);
    box.current?.querySelector('button')?.focus();
  };
  return (
    <div
      class="menu"
      ref={box}
      onKeyDown={(event) => {
        if (!open || event.key !== 'Escape') return;
        event.stopPropagation();
        close();
      }}
    >
      <button
        type="button"
        class="round"
        aria-haspopup="menu"
        aria-expanded={open}
        aria-label={t.header.menu}
        onClick={() => setOpen(!open)}
      >
        <Icon name="more" />
      </button>
      {open && (
        <div class="menu-list" role="menu">
          <button
            type="button"
            role="menuitem"
            onClick={() => {
              close();
              onRestart();
            }}
          >
            <Icon name="restart" />
            {t.header.restart}
          </button>
        </div>
      )}
    </div>
  );
}

export function Header({ state, embedded, onClose }: { state: ChatState; embedded: boolean; onClose: () => void }) {
  const { chat } = useServices();
  const [restarting, setRestarting] = useState(false);
  const canCall = state.link !== 'idle' && (state.owner === 'bot' || state.owner === 'closed');
  return (
    <header class="header">
      <Avatar from={state.owner === 'agent' ? 'agent' : 'bot'} name={state.agent?.name ?? ''} />
      <div class="header-text">
        <h1>{t.title}</h1>
        <p>{statusText(state)}</p>
      </div>
      {canCall && (
        <button type="button" class="human" onClick={() => chat.askForHuman()}>
          <Icon name="headset" />
          {t.header.human}
        </button>
      )}
      <Menu onRestart={() => setRestarting(true)} />
      {embedded && (
        <button type="button" class="round" aria-label={t.header.close} onClick={onClose}>
          <Icon name="down" />
        </button>
      )}
      {restarting && (
        <Confirm
          title={t.restart.title}
          body={t.restart.body}
          yes={t.restart.confirm}
          no={t.restart.cancel}
          onYes={() => chat.restart()}
          onClose={() => setRestarting(false)}
        />
      )}
    </header>
  );
}
