import { Button } from 'antd';
import { useState } from 'react';

import { moment } from '../format';
import { useTicketClocks } from '../queries';
import { Tone } from '../Tone';
import type { CaseClock, Ticket } from '../types';
import { useNow } from '../useNow';
import { clocks as clockNames, word } from '../words';
import type { TicketAction } from './actions';
import { ActionDialog } from './ActionDialog';
import { timeLeft, TONES, urgency } from './urgency';

/** The ticket's clocks with their due dates, those that run first. */
export function ClockList({ ticket, onlyOpen = false }: { ticket: Ticket; onlyOpen?: boolean }) {
  const { data: clocks = [] } = useTicketClocks(ticket.id);
  const [extending, setExtending] = useState<TicketAction | null>(null);
  const now = useNow();
  const running = (clock: CaseClock) => clock.stopped_at === null;
  const shown = [...clocks.filter(running), ...(onlyOpen ? [] : clocks.filter((clock) => !running(clock)))];
  if (!shown.length) return <p className="secondary">没有正在计时的时限。</p>;
  return (
    <>
      <ul className="clocks" aria-label="时限">
        {shown.map((clock) => (
          <li key={`${clock.clock} ${clock.started_at}`}>
            <span className="clock-head">
              <strong>{word(clockNames, clock.clock)}</strong>
              <Tone tone={TONES[urgency(clock, now)]}>{timeLeft(clock, now)}</Tone>
              {clock.extended && <Tone>已延期</Tone>}
            </span>
            {running(clock) && (
              <span className="secondary small">
                {due(clock)}
                {clock.provisional && '（节假日安排未公布，可能变化）'}
              </span>
            )}
            {extendable(clock) && (
              <Button size="small" type="link" onClick={() => setExtending(extension(clock))}>
                申请延期
              </Button>
            )}
          </li>
        ))}
      </ul>
      {extending && <ActionDialog ticket={ticket} action={extending} onClose={() => setExtending(null)} />}
    </>
  );
}

function due({ clock, target, limit }: CaseClock): string {
  if (clock.startsWith('HER-')) return `${moment(target)} 提醒顾客，${moment(limit)} 截止`;
  return target === limit ? `最晚 ${moment(limit)}` : `目标 ${moment(target)}，最晚 ${moment(limit)}`;
}

/** Only a repair, once, before it is due. */
function extendable({ clock, state, extended, stopped_at: stopped }: CaseClock): boolean {
  return clock === 'SLA-REPAIR' && !extended && stopped === null && state !== 'breached';
}

function extension({ clock }: CaseClock): TicketAction {
  return {
    key: 'extend',
    name: '延期',
    title: `${word(clockNames, clock)}延期（只能延一次）`,
    fields: [
      { name: 'days', label: '延长几个工作日', kind: 'count', required: true },
      { name: 'why', label: '原因', kind: 'long', required: true, extra: '顾客会收到这句话' },
    ],
    initial: {},
    send: (api, seen, values) => api.extendClock(seen.id, clock, Number(values.days), String(values.why).trim()),
  };
}
