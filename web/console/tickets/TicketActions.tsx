import { Button, Dropdown } from 'antd';
import { useState } from 'react';

import { useColleagues } from '../names';
import { useDesk } from '../session/session';
import type { Ticket } from '../types';
import { type TicketAction, assignment, changes, records, steps } from './actions';
import { ActionDialog } from './ActionDialog';
import { useAssign } from './useAssign';

/** What may be done now: the next steps as buttons, everything else beside them. */
export function TicketActions({ ticket }: { ticket: Ticket }) {
  const { agent } = useDesk();
  const [chosen, setChosen] = useState<TicketAction | null>(null);
  const assign = useAssign(ticket);
  const colleagues = useColleagues();
  const mine = ticket.assignee === agent.id;
  const next = steps(ticket, agent);
  const others = [assignment(colleagues), ...changes(ticket, agent)];
  const facts = records(ticket, agent);
  // What was begun stays on screen, also when the ticket has moved on meanwhile.
  const open = [...next, ...others, ...facts].find(({ key }) => key === chosen?.key) ?? chosen;
  return (
    <div className="ticket-actions">
      <div className="transitions" role="group" aria-label="变更工单状态">
        {next.map((step, index) => (
          <Button key={step.key} type={index ? 'default' : 'primary'} onClick={() => setChosen(step)}>
            {step.name}
          </Button>
        ))}
      </div>
      <div className="transitions" role="group" aria-label="其他操作">
        <Button size="small" loading={assign.isPending} onClick={() => assign.mutate(mine ? null : agent.id)}>
          {mine ? '不再负责' : '指派给我'}
        </Button>
        {others.map((change) => (
          <Button key={change.key} size="small" onClick={() => setChosen(change)}>
            {change.name}
          </Button>
        ))}
        <Dropdown
          trigger={['click']}
          menu={{
            items: facts.map(({ key, name }) => ({ key, label: name })),
            onClick: ({ key }) => setChosen(facts.find((fact) => fact.key === key) ?? null),
          }}
        >
          <Button size="small">登记 ▾</Button>
        </Dropdown>
      </div>
      {open && <ActionDialog key={open.key} ticket={ticket} action={open} onClose={() => setChosen(null)} />}
    </div>
  );
}
