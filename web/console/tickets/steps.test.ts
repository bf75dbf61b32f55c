import { describe, expect, it } from 'vitest';

import { LAN, SHEN, TECH, ticket, ZHOU } from '../testing/examples';
import { ticketStatuses } from '../words';
import { nextSteps } from './steps';
import { stepNames } from './words';

const step = (to: string) => ({ at: '2026-03-02T10:00:00+08:00', who: 'lan', from: null, to, why: '' });

describe('the next steps of a ticket', () => {
  it('follow the approved remedy', () => {
    expect(nextSteps(ticket({ status: 'approved', remedy: 'reship' }), LAN)).toEqual(['reshipping', 'withdrawn', 'disputed']);
    expect(nextSteps(ticket({ status: 'approved', remedy: 'return_refund' }), LAN)[0]).toBe('awaiting_return');
  });

  it('let only a chief pay before the goods are back', () => {
    const approved = ticket({ status: 'approved', remedy: 'return_refund' });
    expect(nextSteps(approved, LAN)).not.toContain('refunding');
    expect(nextSteps(approved, ZHOU)).toContain('refunding');
  });

  it('lead an inspection to what was promised, first of all', () => {
    const inspecting = ticket({ status: 'inspecting', remedy: 'exchange' });
    expect(nextSteps(inspecting, SHEN)).toEqual(['exchanging', 'refunding', 'repairing', 'quoting', 'inspection_failed']);
    expect(nextSteps({ ...inspecting, remedy: 'paid_repair' }, LAN)).not.toContain('repairing');
  });

  it('leave the decision to the level that the ticket has risen to', () => {
    const risen = ticket({ level: 'supervisor' });
    expect(nextSteps(risen, LAN)).toEqual(['info_needed', 'withdrawn']);
    expect(nextSteps(risen, ZHOU)).toContain('approved');
    expect(nextSteps(ticket({ level: 'tech_support' }), TECH)).toContain('approved');
  });

  it('take nothing back once money has left or the parcel is on its way', () => {
    const waybill = { at: '', who: 'shopper', kind: 'waybill', data: {}, shown: true };
    expect(nextSteps(ticket({ status: 'awaiting_return', records: [waybill] }), LAN)).toEqual(['returned']);
    const again = ticket({ history: [step('refunding')] });
    expect(nextSteps(again, LAN)).not.toContain('withdrawn');
  });

  it('end when the ticket was withdrawn', () => {
    expect(nextSteps(ticket({ status: 'withdrawn' }), LAN)).toEqual([]);
  });

  it('all have a name on screen', () => {
    const next = Object.keys(ticketStatuses).flatMap((status) => nextSteps(ticket({ status }), ZHOU));
    expect(next.filter((status) => !(status in stepNames))).toEqual([]);
  });
});
