import { Collapse } from 'antd';

import { moment } from '../format';
import { Tone } from '../Tone';
import type { Ticket } from '../types';
import { levels, reasons, remedies, ticketStatuses, ticketTypes, word } from '../words';
import { TicketHistory } from './TicketHistory';
import { TransitionButtons } from './TransitionButtons';

export function TicketPanel({ ticket, conversationId }: { ticket: Ticket; conversationId: string }) {
  const { status, level, order_id: order, items, reason, remedy, assignee } = ticket;
  const rows: [string, string | null | undefined][] = [
    ['类型', word(ticketTypes, ticket.type)],
    ['处理方式', remedy && word(remedies, remedy)],
    ['原因', reason && word(reasons, reason)],
    ['订单号', order],
    ['件数', items.length ? String(items.reduce((sum, { quantity }) => sum + quantity, 0)) : null],
    ['处理层级', word(levels, level)],
    ['负责人', assignee],
    ['创建时间', moment(ticket.created_at)],
  ];
  return (
    <>
      <p>
        <Tone tone="active">{word(ticketStatuses, status)}</Tone>
        {(ticket.priority ?? 0) > 0 && <Tone tone="warn">优先</Tone>}
      </p>
      <dl className="rows">
        {rows.map(([label, value]) =>
          value ? (
            <div key={label}>
              <dt>{label}</dt>
              <dd>{value}</dd>
            </div>
          ) : null,
        )}
      </dl>
      <TransitionButtons ticket={ticket} conversationId={conversationId} />
      <Collapse
        ghost
        size="small"
        items={[
          {
            key: 'history',
            label: `处理记录（${ticket.history.length}）`,
            children: <TicketHistory history={ticket.history} />,
          },
        ]}
      />
    </>
  );
}
