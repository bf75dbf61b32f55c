import { Button, Dropdown, Input, Segmented } from 'antd';
import { type KeyboardEvent, useRef, useState } from 'react';

import { MAX_TEXT } from '../../shared/protocol';
import { uuid } from '../../shared/uuid';
import type { DeskApi } from '../api';
import { useLive } from '../live';
import { useDesk } from '../session/session';
import type { ConversationDetail } from '../types';
import { standing, useAction } from './actions';
import { CANNED } from './canned';
import { lockedBecause } from './lock';

type Mode = 'reply' | 'note';

const MODES = [
  { value: 'reply' as const, label: '回复顾客' },
  { value: 'note' as const, label: '内部备注' },
];

/** Safari ends a composition before the Enter that confirmed it; this key code gives it away. */
const IME_KEY_CODE = 229;

export function Composer({ detail }: { detail: ConversationDetail }) {
  const { agent } = useDesk();
  const { signalTyping } = useLive();
  const [mode, setMode] = useState<Mode>('reply');
  const [text, setText] = useState('');
  const lock = lockedBecause(standing(detail, agent.id), detail.agent?.name);
  const write = useWrite(detail.id, () => setText(''));
  const locked = mode === 'reply' && lock !== null;
  const ready = text.trim() !== '' && !locked && !write.isPending;

  const send = () => {
    if (ready) write.mutate({ mode, text: text.trim() });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || event.shiftKey) return;
    if (event.nativeEvent.isComposing || event.keyCode === IME_KEY_CODE) return;
    event.preventDefault();
    send();
  };
  return (
    <footer className={`composer composer-${mode}`}>
      <div className="composer-bar">
        <Segmented aria-label="写给谁" size="small" options={MODES} value={mode} onChange={setMode} />
        {mode === 'reply' && !locked && (
          <Dropdown
            trigger={['click']}
            menu={{
              items: CANNED.map((label, key) => ({ key, label })),
              onClick: ({ key }) => setText((before) => before + (CANNED[Number(key)] ?? '')),
            }}
          >
            <Button size="small" type="text">
              常用语
            </Button>
          </Dropdown>
        )}
        <span className="secondary small push">
          {mode === 'note' ? '备注只有同事能看到' : 'Enter 发送，Shift + Enter 换行'}
        </span>
      </div>
      {locked ? (
        <p className="composer-lock">{lock}</p>
      ) : (
        <div className="composer-input">
          <Input.TextArea
            aria-label={mode === 'note' ? '备注内容' : '回复内容'}
            placeholder={mode === 'note' ? '写给同事的话' : '请输入回复'}
            autoSize={{ minRows: 2, maxRows: 8 }}
            maxLength={MAX_TEXT}
            value={text}
            onChange={(event) => {
              setText(event.target.value);
              if (mode === 'reply') signalTyping(detail.id);
            }}
            onKeyDown={onKeyDown}
          />
          <Button type="primary" disabled={!ready} loading={write.isPending} onClick={send}>
            {mode === 'note' ? '保存备注' : '发送'}
          </Button>
        </div>
      )}
    </footer>
  );
}

/** Sends a reply or a note. A failed reply keeps its id, so that trying again cannot say it twice. */
function useWrite(id: string, done: () => void) {
  const failed = useRef<{ id: string; text: string } | null>(null);
  const write = async (api: DeskApi, { mode, text }: { mode: Mode; text: string }) => {
    if (mode === 'note') return api.note(id, text);
    const message = failed.current?.text === text ? failed.current : { id: uuid(), text };
    failed.current = message;
    const answer = await api.reply(id, message);
    failed.current = null;
    return answer;
  };
  return useAction(id, write, done);
}
