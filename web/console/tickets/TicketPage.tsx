import { Skeleton } from 'antd';
import { Link, useParams } from 'react-router';

import { DecisionView } from '../case/DecisionView';
import { Failed } from '../Failed';
import { can } from '../permissions';
import { Photo } from '../Photo';
import { useTicket } from '../queries';
import { Section } from '../Section';
import { useDesk } from '../session/session';
import type { Ticket } from '../types';
import { photoKinds, word } from '../words';
import { ClockList } from './ClockList';
import { TicketActions } from './TicketActions';
import { TicketRows, TicketTones } from './TicketRows';
import { TicketStream } from './TicketStream';
import { linkKinds } from './words';

export function TicketPage() {
  const { ticketId = '' } = useParams();
  const { data: ticket, error, refetch } = useTicket(ticketId);
  if (error && !ticket) return <Failed error={error} retry={() => void refetch()} />;
  if (!ticket) return <Skeleton active className="padded" />;
  return (
    <main className="ticket-page">
      <Head ticket={ticket} />
      <div className="ticket-main">
        <Section title="下一步">
          <TicketActions ticket={ticket} />
        </Section>
        <Section title="进展">
          <TicketStream ticket={ticket} />
        </Section>
      </div>
      <aside className="ticket-side" aria-label="工单信息">
        <Section title="时限">
          <ClockList ticket={ticket} />
        </Section>
        <Section title="申请">
          <TicketRows ticket={ticket} />
        </Section>
        {ticket.photos.length > 0 && <Photos photos={ticket.photos} />}
        {ticket.decision && (
          <Section title="规则给出的方案">
            <DecisionView decision={ticket.decision} />
          </Section>
        )}
        {ticket.links.length > 0 && <Links links={ticket.links} />}
      </aside>
    </main>
  );
}

function Head({ ticket }: { ticket: Ticket }) {
  const { agent } = useDesk();
  const { conversation_id: conversation } = ticket;
  return (
    <header className="page-head">
      <Link to="/tickets" className="link">
        ← 工单列表
      </Link>
      <h2>{ticket.number}</h2>
      <TicketTones ticket={ticket} />
      {conversation && can(agent, 'converse') && (
        <Link to={`/mine/${conversation}`} className="link push">
          查看会话
        </Link>
      )}
    </header>
  );
}

function Photos({ photos }: Pick<Ticket, 'photos'>) {
  return (
    <Section title="照片">
      <div className="photos">
        {photos.map(({ id, kind }) => (
          <Photo key={id} id={id} alt={word(photoKinds, kind)} caption={word(photoKinds, kind)} />
        ))}
      </div>
    </Section>
  );
}

function Links({ links }: Pick<Ticket, 'links'>) {
  return (
    <Section title="相关工单">
      <ul>
        {links.map(({ id, number, kind }) => (
          <li key={id}>
            <Link to={`/tickets/${id}`} className="link">
              {number}
            </Link>{' '}
            <span className="secondary small">{word(linkKinds, kind)}</span>
          </li>
        ))}
      </ul>
    </Section>
  );
}
