import { skipToken, useQuery } from '@tanstack/react-query';
import { Fragment, useEffect, useRef } from 'react';

import { calendarDay, dayHeading } from '../format';
import { keys } from '../queries';
import type { ConversationDetail } from '../types';
import { Bubble } from './Bubble';

/** Closer to the end than this, a new message scrolls into view. */
const NEAR_END_PX = 160;

export function MessageLog({ detail }: { detail: ConversationDetail }) {
  const { messages } = detail;
  const log = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  const typing = useTyping(detail.id);

  useEffect(() => {
    if (atEnd.current) log.current?.scrollTo({ top: log.current.scrollHeight });
  }, [messages.length, typing]);

  const onScroll = () => {
    const { scrollHeight, scrollTop, clientHeight } = log.current!;
    atEnd.current = scrollHeight - scrollTop - clientHeight < NEAR_END_PX;
  };
  return (
    <div className="log" role="log" aria-label="对话内容" tabIndex={0} ref={log} onScroll={onScroll}>
      {messages.map((message, index) => {
        const previous = messages[index - 1];
        const newDay = !previous || calendarDay(previous.ts) !== calendarDay(message.ts);
        return (
          <Fragment key={message.id}>
            {newDay && <div className="day secondary small">{dayHeading(message.ts)}</div>}
            <Bubble message={message} />
          </Fragment>
        );
      })}
      {typing && <div className="typing secondary small">顾客正在输入…</div>}
    </div>
  );
}

function useTyping(id: string): boolean {
  return useQuery<boolean>({ queryKey: keys.typing(id), queryFn: skipToken }).data ?? false;
}
