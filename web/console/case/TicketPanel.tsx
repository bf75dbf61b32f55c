import { Collapse } from 'antd';
import { Link } from 'react-router';

import { ClockList } from '../tickets/ClockList';
import { TicketActions } from '../tickets/TicketActions';
import { TicketRows, TicketTones } from '../tickets/TicketRows';
import { TicketStream } from '../tickets/TicketStream';
import type { Ticket } from '../types';

/** A ticket beside its conversation; the whole of it is one click away. */
export function TicketPanel({ ticket }: { ticket: Ticket }) {
  return (
    <>
      <p className="clock-head">
        <TicketTones ticket={ticket} />
        <Link to={`/tickets/${ticket.id}`} className="link push">
          打开工单
        </Link>
      </p>
      <ClockList ticket={ticket} onlyOpen />
      <TicketRows ticket={ticket} />
      <TicketActions ticket={ticket} />
      <Collapse
        ghost
        size="small"
        items={[
          {
            key: 'stream',
            label: `处理记录（${ticket.history.length + ticket.records.length}）`,
            children: <TicketStream ticket={ticket} />,
          },
        ]}
      />
    </>
  );
}
