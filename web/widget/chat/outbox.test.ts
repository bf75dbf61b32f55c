import { beforeEach, describe, expect, it } from 'vitest';
import { asMessage, loadOutbox, type Pending, saveOutbox, unconfirmed } from './outbox';
import { sample } from './samples';
import { clockText, waitText } from './time';
import { uuid } from '../../shared/uuid';

const entry: Pending = {
  draft: { id: 'x', text: '看这里', photo_ids: ['p1'] },
  shown: '看这里',
  at: '2026-03-02T02:00:00Z',
  status: 'sending',
};

describe('the outbox', () => {
  beforeEach(() => sessionStorage.clear());

  it('survives a reload, one per conversation', () => {
    saveOutbox('c1', [entry]);
    expect(loadOutbox('c1')).toEqual([entry]);
    expect(loadOutbox('c2')).toEqual([]);
    saveOutbox('c1', []);
    expect(sessionStorage).toHaveLength(0);
  });

  it('reads damaged storage as empty', () => {
    sessionStorage.setItem('aftersales:outbox:c1', '[{');
    expect(loadOutbox('c1')).toEqual([]);
  });

  it('lets go of what the service has', () => {
    expect(unconfirmed([entry], [sample(1, { id: 'x' })])).toEqual([]);
    expect(unconfirmed([entry], [sample(1)])).toEqual([entry]);
  });

  it('stands in for the stored message until that comes', () => {
    expect(asMessage(entry, 7)).toEqual({
      id: 'x',
      seq: 7,
      ts: entry.at,
      from: 'shopper',
      text: '看这里',
      photos: [{ id: 'p1' }],
    });
  });
});

describe('times', () => {
  const now = new Date(2026, 2, 4, 12, 0); // a Wednesday
  const at = (...parts: [number, number, number, number, number]): string => clockText(new Date(...parts).toISOString(), now);

  it('are as short as the distance allows', () => {
    expect(at(2026, 2, 4, 9, 5)).toBe('09:05');
    expect(at(2026, 2, 3, 23, 59)).toBe('昨天 23:59');
    expect(at(2026, 2, 1, 8, 0)).toBe('星期日 08:00');
    expect(at(2026, 1, 20, 8, 0)).toBe('2月20日 08:00');
    expect(at(2025, 11, 31, 8, 0)).toBe('2025年12月31日 08:00');
  });

  it('of waiting are rounded up to minutes', () => {
    expect([waitText(59), waitText(61)]).toEqual(['不到 1 分钟', '约 2 分钟']);
  });
});

it('uuid makes version 4 ids', () => {
  expect(uuid()).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});
