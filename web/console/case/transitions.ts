/** The life of a ticket (POLICY 5) as the desk steers it; whether a step may be taken now is the service's word. */
import type { Ticket } from '../types';

const GIVING = ['refunding', 'exchanging', 'reshipping', 'reissuing', 'compensating', 'executing'];

const NEXT: Readonly<Record<string, readonly string[]>> = {
  submitted: ['under_review', 'withdrawn'],
  under_review: ['approved', 'rejected', 'info_needed', 'withdrawn'],
  info_needed: ['under_review', 'withdrawn'],
  approved: ['awaiting_return', ...GIVING, 'withdrawn', 'disputed'],
  rejected: ['disputed', 'closed'],
  awaiting_return: ['returned', 'withdrawn'],
  returned: ['inspecting'],
  inspecting: ['refunding', 'exchanging', 'repairing', 'quoting', 'inspection_failed'],
  inspection_failed: ['sending_back', 'disputed'],
  sending_back: ['closed'],
  quoting: ['awaiting_quote'],
  awaiting_quote: ['repairing', 'sending_back', 'disputed'],
  repairing: ['completed', 'exchanging', 'refunding'],
  ...Object.fromEntries(GIVING.map((status) => [status, ['completed']])),
  completed: ['closed', 'disputed'],
  closed: ['under_review'],
  disputed: ['under_review'],
};

/** What follows approval: goods that must come back first, or money and goods at once. */
const FIRST_STEP: Readonly<Record<string, string>> = {
  return_refund: 'awaiting_return',
  exchange: 'awaiting_return',
  repair: 'awaiting_return',
  paid_repair: 'awaiting_return',
  refund_only: 'refunding',
  reship: 'reshipping',
  reissue: 'reissuing',
  price_reduction: 'compensating',
  price_difference: 'compensating',
  compensate: 'compensating',
  cancel: 'executing',
  intercept: 'executing',
  modify: 'executing',
  urge_courier: 'executing',
};

export function nextStatuses({ status, remedy }: Pick<Ticket, 'status' | 'remedy'>): readonly string[] {
  const first = remedy && FIRST_STEP[remedy];
  if (status === 'approved' && first) return [first, 'withdrawn', 'disputed'];
  return NEXT[status] ?? [];
}
