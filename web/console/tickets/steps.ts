/** The life of a ticket (POLICY 5) as the desk steers it; whether a step may be taken now is the service's word. */
import { can } from '../permissions';
import type { Agent, Role, Ticket } from '../types';

type Roles = readonly Role[];

const DESK: Roles = ['agent', 'merchant', 'supervisor', 'administrator'];
const WORKSHOP: Roles = [...DESK, 'tech_support'];

/** Money or goods leave the shop. */
const GIVING = ['refunding', 'exchanging', 'reshipping', 'reissuing', 'compensating', 'executing'];

/** Who may send a ticket where. */
const STEPS: Readonly<Record<string, Readonly<Record<string, Roles>>>> = {
  submitted: { under_review: WORKSHOP, withdrawn: DESK },
  under_review: { approved: WORKSHOP, rejected: WORKSHOP, info_needed: WORKSHOP, withdrawn: DESK },
  info_needed: { under_review: DESK, withdrawn: DESK },
  approved: { awaiting_return: DESK, ...each(GIVING, DESK), withdrawn: DESK, disputed: DESK },
  rejected: { disputed: DESK, closed: DESK },
  awaiting_return: { returned: WORKSHOP, withdrawn: DESK },
  returned: { inspecting: WORKSHOP },
  inspecting: { ...each(['refunding', 'exchanging', 'repairing', 'quoting', 'inspection_failed'], WORKSHOP) },
  inspection_failed: { sending_back: WORKSHOP, disputed: DESK },
  sending_back: { closed: DESK },
  quoting: { awaiting_quote: WORKSHOP },
  awaiting_quote: { repairing: DESK, sending_back: DESK, disputed: DESK },
  repairing: { completed: WORKSHOP, exchanging: WORKSHOP, refunding: WORKSHOP },
  ...each(GIVING, { completed: DESK }),
  completed: { closed: DESK, disputed: DESK },
  closed: { under_review: DESK },
  disputed: { under_review: WORKSHOP },
};

/** What follows approval: goods that must come back first, or money and goods at once. */
const FIRST_STEP: Readonly<Record<string, string>> = {
  ...each(['return_refund', 'exchange', 'repair', 'paid_repair'], 'awaiting_return'),
  refund_only: 'refunding',
  reship: 'reshipping',
  reissue: 'reissuing',
  ...each(['price_reduction', 'price_difference', 'compensate'], 'compensating'),
  ...each(['cancel', 'intercept', 'modify', 'urge_courier'], 'executing'),
};

/** What follows an inspection that the goods passed. */
const AFTER_INSPECTION: Readonly<Record<string, string>> = {
  return_refund: 'refunding',
  exchange: 'exchanging',
  repair: 'repairing',
  paid_repair: 'quoting',
};

type Standing = Pick<Ticket, 'status' | 'remedy' | 'level' | 'history' | 'records'>;

/** Where this agent may send the ticket, the usual way first. */
export function nextSteps(ticket: Standing, agent: Pick<Agent, 'roles'>): string[] {
  const steps = Object.entries(STEPS[ticket.status] ?? {});
  const mine = steps.filter(([, roles]) => agent.roles.some((role) => roles.includes(role)));
  const possible = mine.map(([to]) => to).filter((to) => fits(ticket, to, agent));
  const usual = usualStep(ticket);
  return [...possible.filter((to) => to === usual), ...possible.filter((to) => to !== usual)];
}

/** Whether the agents of this role decide tickets of this level. */
export function decides(ticket: Pick<Ticket, 'level'>, agent: Pick<Agent, 'roles'>): boolean {
  if (can(agent, 'supervise')) return true;
  return ticket.level === 'tech_support' ? agent.roles.includes('tech_support') : ticket.level === 'agent';
}

/** Whether money or goods have left, so that remedy and sum stand. */
export function given({ history }: Pick<Ticket, 'history'>): boolean {
  return history.some(({ to }) => GIVING.includes(to));
}

function fits(ticket: Standing, to: string, agent: Pick<Agent, 'roles'>): boolean {
  if (to === 'approved' || to === 'rejected') return decides(ticket, agent);
  if (to === 'withdrawn') return !given(ticket) && !ticket.records.some(({ kind }) => kind === 'waybill');
  if (ticket.history.some((step) => step.to === to) && GIVING.includes(to)) return false;
  if (ticket.status === 'approved') return fitsApproval(ticket, to, agent);
  return !(to === 'repairing' && ticket.status === 'inspecting' && ticket.remedy === 'paid_repair');
}

/** Only a chief waives the parcel that should come back first. */
function fitsApproval({ remedy }: Standing, to: string, agent: Pick<Agent, 'roles'>): boolean {
  const first = remedy && FIRST_STEP[remedy];
  if (!first || to === first || to === 'disputed') return true;
  return first === 'awaiting_return' && to === AFTER_INSPECTION[remedy] && can(agent, 'supervise');
}

function usualStep({ status, remedy }: Standing): string | undefined {
  if (!remedy) return undefined;
  return status === 'approved' ? FIRST_STEP[remedy] : status === 'inspecting' ? AFTER_INSPECTION[remedy] : undefined;
}

function each<T>(names: readonly string[], value: T): Record<string, T> {
  return Object.fromEntries(names.map((name) => [name, value]));
}
