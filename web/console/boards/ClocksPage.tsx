import { useQuery } from '@tanstack/react-query';
import { Empty, Segmented, Skeleton } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';

import { Failed } from '../Failed';
import { calendarDay, moment } from '../format';
import { keys, useRepeat } from '../queries';
import { useDesk } from '../session/session';
import { timeLeft, TONES, urgency } from '../tickets/urgency';
import { Tone } from '../Tone';
import type { CaseClock } from '../types';
import { useNow } from '../useNow';
import { clocks as clockNames, word } from '../words';

type View = 'all' | 'today' | 'late';

/** Everything that runs, the most pressing first. */
export function ClocksPage() {
  const { api } = useDesk();
  const [view, setView] = useState<View>('all');
  const now = useNow();
  const repeat = useRepeat();
  const { data, error, refetch } = useQuery({
    queryKey: [...keys.clocks, 'board'],
    queryFn: () => api.clocks(),
    refetchInterval: repeat,
  });
  const shown = (data ?? []).filter((clock) => fits(clock, view, now));
  const count = (which: View) => (data ?? []).filter((clock) => fits(clock, which, now)).length;
  return (
    <main className="page">
      <header className="page-head">
        <h2>时限看板</h2>
        <span className="secondary">所有正在计时的承诺时限（北京时间）</span>
      </header>
      <Segmented
        aria-label="范围"
        value={view}
        onChange={setView}
        options={[
          { value: 'all' as const, label: `全部 ${count('all')}` },
          { value: 'today' as const, label: `今天到期 ${count('today')}` },
          { value: 'late' as const, label: `已过目标 ${count('late')}` },
        ]}
      />
      {error && !data ? <Failed error={error} retry={() => void refetch()} /> : !data && <Skeleton active />}
      {data && (shown.length ? <Board clocks={shown} now={now} /> : <Empty description="没有这样的时限" />)}
    </main>
  );
}

function Board({ clocks, now }: { clocks: CaseClock[]; now: number }) {
  return (
    <table className="grid">
      <thead>
        <tr>
          {['时限', '工单', '还剩', '目标', '最晚'].map((title) => (
            <th key={title} scope="col">
              {title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {clocks.map((clock) => (
          <tr key={`${clock.ticket_id ?? clock.conversation_id} ${clock.clock} ${clock.started_at}`}>
            <th scope="row">{word(clockNames, clock.clock)}</th>
            <td data-label="工单">
              {clock.ticket_id ? (
                <Link to={`/tickets/${clock.ticket_id}`} className="link">
                  {clock.number ?? '查看工单'}
                </Link>
              ) : (
                <Link to={`/queued/${clock.conversation_id}`} className="link">
                  排队中的会话
                </Link>
              )}
            </td>
            <td>
              <Tone tone={TONES[urgency(clock, now)]}>{timeLeft(clock, now)}</Tone>
            </td>
            <td data-label="目标">{moment(clock.target)}</td>
            <td data-label="最晚">{moment(clock.limit)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function fits(clock: CaseClock, view: View, now: number): boolean {
  const how = urgency(clock, now);
  if (view === 'late') return how === 'late' || how === 'breached';
  return view === 'all' || calendarDay(clock.target) === calendarDay(new Date(now).toISOString());
}
