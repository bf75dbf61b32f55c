import { describe, expect, it } from 'vitest';

import { ticketStatuses, ticketSteps } from '../words';
import { nextStatuses } from './transitions';

describe('the next steps of a ticket', () => {
  it('follow the approved remedy', () => {
    expect(nextStatuses({ status: 'approved', remedy: 'reship' })).toEqual(['reshipping', 'withdrawn', 'disputed']);
    expect(nextStatuses({ status: 'approved', remedy: 'return_refund' })).toContain('awaiting_return');
  });

  it('end when the ticket was withdrawn', () => {
    expect(nextStatuses({ status: 'withdrawn', remedy: null })).toEqual([]);
  });

  it('all have a name on screen', () => {
    const next = Object.keys(ticketStatuses).flatMap((status) => nextStatuses({ status, remedy: null }));
    expect(next.filter((status) => !(status in ticketSteps))).toEqual([]);
  });
});
