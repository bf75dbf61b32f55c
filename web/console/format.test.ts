import { describe, expect, it } from 'vitest';

import { calendarDay, moment, recent, waited } from './format';

describe('times', () => {
  it('are those of the shop, whatever zone they come in', () => {
    expect(moment('2026-03-01T18:30:00Z')).toBe('3月2日（周一）02:30');
    expect(calendarDay('2026-03-01T18:30:00Z')).toBe('2026-03-02');
  });

  it('show the hour today and the day before', () => {
    const now = Date.parse('2026-03-02T12:00:00+08:00');
    expect(recent('2026-03-02T00:05:00+08:00', now)).toBe('00:05');
    expect(recent('2026-03-01T23:55:00+08:00', now)).toBe('3月1日');
  });

  it.each([
    [30, '不到1分钟'],
    [8 * 60, '8分钟'],
    [125 * 60, '2小时5分'],
    [120 * 60, '2小时'],
    [3 * 86400, '3天'],
    [-5, '不到1分钟'],
  ])('%i seconds of waiting read %s', (seconds, text) => {
    const since = '2026-03-02T10:00:00+08:00';
    expect(waited(since, Date.parse(since) + seconds * 1000)).toBe(text);
  });
});
