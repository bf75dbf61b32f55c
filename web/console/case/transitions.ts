/** The life of a ticket (POLICY 5): where an agent may take it from each status. The service has the last word. */
const HANDLING = ['refunding', 'exchanging', 'reshipping', 'reissuing', 'compensating', 'executing'];

const NEXT: Readonly<Record<string, readonly string[]>> = {
  submitted: ['under_review', 'withdrawn'],
  under_review: ['approved', 'rejected', 'info_needed', 'withdrawn'],
  info_needed: ['under_review', 'withdrawn', 'closed'],
  approved: ['awaiting_return', ...HANDLING, 'withdrawn'],
  rejected: ['disputed', 'closed'],
  awaiting_return: ['returned', 'withdrawn', 'closed'],
  returned: ['inspecting'],
  inspecting: [...HANDLING, 'quoting', 'repairing', 'inspection_failed'],
  inspection_failed: ['sending_back', 'disputed'],
  sending_back: ['closed'],
  quoting: ['awaiting_quote'],
  awaiting_quote: ['repairing', 'sending_back'],
  repairing: ['completed', 'exchanging', 'refunding'],
  ...Object.fromEntries(HANDLING.map((status) => [status, ['completed']])),
  completed: ['closed', 'disputed'],
  closed: ['under_review'],
  disputed: ['under_review'],
};

export function nextStatuses(status: string): readonly string[] {
  return NEXT[status] ?? [];
}
