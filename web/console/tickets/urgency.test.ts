import { describe, expect, it } from 'vitest';

import type { CaseClock } from '../types';
import { timeLeft, urgency } from './urgency';

const clock: CaseClock = {
  ticket_id: 't1',
  conversation_id: null,
  clock: 'SLA-REFUND',
  started_at: '2026-03-02T10:00:00+08:00',
  target: '2026-03-02T20:00:00+08:00',
  limit: '2026-03-04T10:00:00+08:00',
  provisional: false,
  state: 'running',
  stopped_at: null,
  extended: false,
};
const on = (iso: string) => Date.parse(`2026-03-${iso}:00+08:00`);

describe('a clock', () => {
  it.each([
    ['02T10:30', 'calm', '还有 9小时30分'],
    ['02T18:00', 'soon', '还有 2小时'],
    ['02T20:08', 'late', '已过目标 8分钟'],
    ['04T10:00', 'breached', '已超时 不到1分钟'],
    ['07T12:00', 'breached', '已超时 3天2小时'],
  ])('stands at %s as %s', (now, how, text) => {
    expect(urgency(clock, on(now))).toBe(how);
    expect(timeLeft(clock, on(now))).toBe(text);
  });

  it('does not press while it waits or after it was stopped', () => {
    const late = on('07T12:00');
    expect(urgency({ ...clock, state: 'paused' }, late)).toBe('paused');
    expect(urgency({ ...clock, state: 'met', stopped_at: '2026-03-02T11:00:00+08:00' }, late)).toBe('stopped');
  });

  it('that is the shopper\'s own counts to its end and presses nobody', () => {
    const hers = { ...clock, clock: 'HER-RETURN' };
    expect(urgency(hers, on('03T10:00'))).toBe('waiting');
    expect(timeLeft(hers, on('03T10:00'))).toBe('还有 1天');
  });
});
