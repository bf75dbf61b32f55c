/** The list's filters as they stand in the address, so that going back finds the same list. */
import type { TicketQuery } from '../api';
import { ticketStatuses } from '../words';

export const PAGE_SIZE = 20;

/** What `status` may say besides a status: all that still runs (the default), or everything. */
export const OPEN = 'open';
export const ALL = 'all';

export function ticketQuery(params: URLSearchParams, me: string): TicketQuery {
  const status = params.get('status') ?? OPEN;
  const query: TicketQuery = { limit: PAGE_SIZE, offset: (pageOf(params) - 1) * PAGE_SIZE };
  if (status === OPEN) query.open = true;
  else if (status in ticketStatuses) query.status = status;
  const text = params.get('text')?.replace(/[\s-]/g, '');
  if (text) query.text = text;
  for (const name of ['type', 'level'] as const) {
    const value = params.get(name);
    if (value) query[name] = value;
  }
  if (params.has('mine')) query.assignee = me;
  return query;
}

export function pageOf(params: URLSearchParams): number {
  const page = Number(params.get('page'));
  return Number.isInteger(page) && page > 0 ? page : 1;
}

/** The filters with one changed; any change but turning the page goes back to the first. */
export function changed(params: URLSearchParams, name: string, value: string | null): URLSearchParams {
  const next = new URLSearchParams(params);
  if (value) next.set(name, value);
  else next.delete(name);
  if (name !== 'page') next.delete('page');
  return next;
}
