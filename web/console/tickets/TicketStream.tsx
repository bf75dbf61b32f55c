import { Timeline } from 'antd';

import { moment } from '../format';
import { useWho } from '../names';
import { Photo } from '../Photo';
import { Tone } from '../Tone';
import type { Ticket } from '../types';
import { type Event, stream } from './stream';

/** Everything that happened to the ticket, the latest first. */
export function TicketStream({ ticket }: { ticket: Ticket }) {
  const events = stream(ticket, useWho());
  return (
    <Timeline
      items={events.map((event, index) => ({
        key: `${event.at} ${event.title} ${index}`,
        color: event.inside ? 'gray' : 'blue',
        content: <Entry event={event} />,
      }))}
    />
  );
}

function Entry({ event: { at, who, title, text, rule, rows, photos, inside } }: { event: Event }) {
  return (
    <>
      <div>
        <strong>{title}</strong> {inside && <Tone>内部</Tone>}
        {rule && <Tone>{rule}</Tone>}
      </div>
      {text && <div className="pre">{text}</div>}
      {rows.length > 0 && (
        <dl className="rows">
          {rows.map(([label, value]) => (
            <div key={label}>
              <dt>{label}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      )}
      {photos.length > 0 && (
        <div className="photos">
          {photos.map((id) => (
            <Photo key={id} id={id} alt={`${title}的照片`} />
          ))}
        </div>
      )}
      <div className="secondary small">
        {who} · <time dateTime={at}>{moment(at)}</time>
      </div>
    </>
  );
}
