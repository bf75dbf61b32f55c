import { Timeline } from 'antd';

import { moment } from '../format';
import type { TicketStep } from '../types';
import { actors, ticketStatuses, word } from '../words';

export function TicketHistory({ history }: { history: TicketStep[] }) {
  const items = history.map(({ at, who, from, to, why, rule }, index) => ({
    key: index,
    content: (
      <>
        <div>
          {from ? `${word(ticketStatuses, from)} → ` : ''}
          {word(ticketStatuses, to)}
        </div>
        <div>{[why, rule].filter(Boolean).join(' · ')}</div>
        <div className="secondary small">
          {word(actors, who)} · {moment(at)}
        </div>
      </>
    ),
  }));
  return <Timeline items={items} />;
}
