/** Everything that may be done to a ticket, each with the form that it needs. */
import type { DeskApi } from '../api';
import { can } from '../permissions';
import type { Agent, Ticket } from '../types';
import { levels, remedies, ticketStatuses, word } from '../words';
import { type Field, filled, RECORD_FIELDS, stepFields, type Values } from './fields';
import { decides, given, nextSteps } from './steps';
import { recordKinds, stepNames, stepNamesFrom, usualReasons } from './words';

export interface TicketAction {
  key: string;
  name: string;
  title: string;
  fields: readonly Field[];
  initial: Values;
  /** `seen` is the ticket as it stands on screen when the form is sent; `key` names this one filling of the form. */
  send: (api: DeskApi, seen: Ticket, values: Values, key: string) => Promise<unknown>;
}

const ENDED = ['rejected', 'completed', 'closed', 'withdrawn'];
const PAYS = [
  ...['return_refund', 'refund_only', 'cancel', 'intercept'],
  ...['price_reduction', 'price_difference', 'compensate'],
];

const why: Field = { name: 'why', label: '说明', kind: 'long', required: true, extra: '会记入工单，顾客收到的通知里可能引用' };
const quietWhy: Field = { ...why, label: '原因', extra: '会记入工单' };

/** The ways on from where the ticket stands. */
export function steps(ticket: Ticket, agent: Agent): TicketAction[] {
  return nextSteps(ticket, agent).map((to) => {
    const name = stepNamesFrom[`${ticket.status}>${to}`] ?? word(stepNames, to);
    const asked = stepFields(ticket.status, to);
    return {
      key: `step:${to}`,
      name,
      title: `${name}（${word(ticketStatuses, ticket.status)} → ${word(ticketStatuses, to)}）`,
      fields: [...asked, why],
      initial: { why: usualReasons[to], ...(asked.some(({ name: asks }) => asks === 'amount') && known(ticket, to)) },
      send: (api, seen, values) => {
        const details = filled(asked, values);
        return api.transition(seen, to, String(values.why).trim(), Object.keys(details).length ? details : undefined);
      },
    };
  });
}

/** Who has the ticket, how high it is, what it gives. */
export function changes(ticket: Ticket, agent: Agent): TicketAction[] {
  const open = !ENDED.includes(ticket.status);
  const mayDecide = open && decides(ticket, agent) && !given(ticket);
  return [
    ...(ticket.status === 'closed' || ticket.status === 'withdrawn' ? [] : [escalation(ticket, agent)]),
    ...(mayDecide ? [remedyChange(ticket, agent)] : []),
    ...(mayDecide && ticket.remedy && PAYS.includes(ticket.remedy) ? [amountChange(ticket)] : []),
  ];
}

/** To one of `colleagues`; the service refuses whoever may not have this ticket. */
export function assignment(colleagues: readonly Agent[]): TicketAction {
  const words = Object.fromEntries(colleagues.map(({ id, name }) => [id, name]));
  return {
    key: 'assign',
    name: '转给同事',
    title: '转给同事',
    fields: [{ name: 'agent', label: '同事', kind: 'choice', required: true, words }],
    initial: {},
    send: (api, seen, values) => api.assign(seen, String(values.agent)),
  };
}

const MONEY_OUT = ['refunding', 'compensating', 'executing'];
const SENDING = ['exchanging', 'reshipping', 'repairing', 'sending_back', 'completed'];
const BEFORE_GIVING = [
  ...['submitted', 'under_review', 'info_needed', 'approved'],
  ...['awaiting_return', 'returned', 'inspecting'],
];
const RESTING = ['closed', 'withdrawn'];

type Kind = readonly [kind: string, statuses: (status: string) => boolean, deskOnly?: true];

const KINDS: readonly Kind[] = [
  ['note', () => true],
  ['progress', running],
  ['inspection', (status) => status === 'inspecting'],
  ['part', (status) => status === 'repairing'],
  ['repair', (status) => status === 'repairing'],
  ['waybill', (status) => status === 'awaiting_return'],
  ['shipment', (status) => SENDING.includes(status)],
  ['refund', (status) => MONEY_OUT.includes(status), true],
  ['appointment', running],
  ['change', (status) => BEFORE_GIVING.includes(status), true],
  ['supplement', running, true],
  ['receipt', () => true, true],
  ['reimbursement', () => true, true],
];

/** Facts that may be added while the ticket stays where it is. */
export function records(ticket: Ticket, agent: Agent): TicketAction[] {
  const desk = agent.roles.some((role) => role !== 'tech_support');
  return KINDS.filter(([, fits, deskOnly]) => fits(ticket.status) && (desk || !deskOnly)).map(([kind]) => {
    const fields = RECORD_FIELDS[kind] ?? [];
    return {
      key: `record:${kind}`,
      name: word(recordKinds, kind),
      title: `登记${word(recordKinds, kind)}`,
      fields,
      initial: kind === 'refund' ? { amount: ticket.amount } : {},
      send: (api, seen, values, key) => api.record(seen, kind, filled(fields, values), key),
    };
  });
}

function running(status: string): boolean {
  return !RESTING.includes(status);
}

/** The sum that the ticket has settled on already. */
function known({ amount }: Ticket, to: string): Values {
  return to === 'completed' && amount ? { amount } : {};
}

function escalation(ticket: Ticket, agent: Agent): TicketAction {
  const back = decides(ticket, agent);
  const possible = Object.entries(levels).filter(([level]) => level !== ticket.level && (back || level !== 'agent'));
  return {
    key: 'escalate',
    name: ticket.level === 'agent' ? '升级' : '调整层级',
    title: `处理层级（现在：${word(levels, ticket.level)}）`,
    fields: [
      { name: 'level', label: '交给', kind: 'choice', required: true, words: Object.fromEntries(possible) },
      quietWhy,
    ],
    initial: {},
    send: (api, seen, values) => api.escalate(seen, String(values.level), String(values.why).trim()),
  };
}

/** Agents choose among the decision's remedies, a chief freely. */
function remedyChange(ticket: Ticket, agent: Agent): TicketAction {
  const offered = ticket.decision?.remedies.filter(({ outcome }) => outcome !== 'reject').map(({ id }) => id) ?? [];
  const ids = (can(agent, 'supervise') ? Object.keys(remedies) : offered).filter((id) => id !== ticket.remedy);
  return {
    key: 'remedy',
    name: '改处理方式',
    title: `改处理方式（现在：${ticket.remedy ? word(remedies, ticket.remedy) : '未定'}）`,
    fields: [
      {
        name: 'remedy',
        label: '改为',
        kind: 'choice',
        required: true,
        words: Object.fromEntries(ids.map((id) => [id, word(remedies, id)])),
      },
      why,
    ],
    initial: {},
    send: (api, seen, values) => api.changeRemedy(seen, String(values.remedy), String(values.why).trim()),
  };
}

function amountChange(ticket: Ticket): TicketAction {
  return {
    key: 'amount',
    name: '定金额',
    title: '确定付给顾客的金额',
    fields: [{ name: 'amount', label: '金额（元）', kind: 'yuan', required: true }, why],
    initial: { amount: ticket.amount },
    send: (api, seen, values) => api.setAmount(seen, String(values.amount).trim(), String(values.why).trim()),
  };
}

