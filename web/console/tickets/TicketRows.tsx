import { yuan } from '../../shared/money';
import { moment } from '../format';
import { useLineNames, useWho } from '../names';
import { Tone, type ToneName } from '../Tone';
import type { Ticket } from '../types';
import { levels, reasons, remedies, requests, skillGroups, ticketStatuses, ticketTypes, word } from '../words';

const TONES: Readonly<Record<string, ToneName>> = {
  rejected: 'bad',
  inspection_failed: 'bad',
  disputed: 'bad',
  info_needed: 'warn',
  awaiting_return: 'warn',
  awaiting_quote: 'warn',
  completed: 'good',
  closed: 'plain',
  withdrawn: 'plain',
};

export function StatusTone({ status }: Pick<Ticket, 'status'>) {
  return <Tone tone={TONES[status] ?? 'active'}>{word(ticketStatuses, status)}</Tone>;
}

/** Where the ticket stands at a glance. */
export function TicketTones({ ticket }: { ticket: Ticket }) {
  return (
    <span>
      <StatusTone status={ticket.status} />
      {ticket.level !== 'agent' && <Tone tone="warn">{word(levels, ticket.level)}处理</Tone>}
      {(ticket.priority ?? 0) > 0 && <Tone tone="warn">优先</Tone>}
    </span>
  );
}

/** What the ticket is about: goods, reason, remedy, money, who has it. */
export function TicketRows({ ticket }: { ticket: Ticket }) {
  const { order_id: order, items, reason, remedy, request, spec, amount, assignee, skill_group: group } = ticket;
  const nameOf = useLineNames(ticket);
  const who = useWho();
  const rows: [string, string | null | undefined][] = [
    ['商品', items.map(({ line_id, quantity }) => `${nameOf(line_id)} ×${quantity}`).join('、')],
    ['订单号', order],
    ['类型', word(ticketTypes, ticket.type)],
    ['申请事项', request && word(requests, request)],
    ['原因', reason && word(reasons, reason)],
    ['顾客描述', ticket.description],
    ['处理方式', remedy && word(remedies, remedy)],
    ['换成', spec],
    ['金额', amount && yuan(amount)],
    ['负责人', assignee ? who(assignee) : `待分配${group ? `（${word(skillGroups, group)}组）` : ''}`],
    ['创建时间', moment(ticket.created_at)],
  ];
  return (
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
  );
}
