import { describe, expect, it } from 'vitest';

import { flipText } from './flips';
import { body, iso, PRESETS } from './presets';

const NOON = new Date('2026-03-11T12:00:00+08:00');

describe('the simulator', () => {
  it('writes moments in the zone of the shop', () => {
    expect(iso(Date.parse('2026-03-10T23:30:00Z'))).toBe('2026-03-11T07:30:00+08:00');
  });

  it.each(PRESETS.map(({ id, facts }) => [id, facts] as const))('%s is a body whose sums and times agree', (_id, facts) => {
    const { now, order } = body(facts(NOON));
    const paid = order.lines.reduce((sum, line) => sum + Number(line.paid), Number(order.freight));
    expect(order.paid_total).toBe(paid.toFixed(2));
    const times = [order.paid_at, order.shipped_at, order.last_movement_at, order.signed_at, now].filter((at) => at !== undefined);
    expect([...times].sort()).toEqual(times);
  });

  it('sends nothing that was left empty', () => {
    const facts = PRESETS[0]!.facts(NOON);
    const sent = body({ ...facts, claim: { photos: {}, complete: false }, shopper: {} });
    expect(sent).toMatchObject({ claim: { complete: false } });
    expect(sent).not.toHaveProperty('shopper');
    expect(sent.claim).not.toHaveProperty('photos');
  });

  it('says in words what would have let the claim pass', () => {
    expect(flipText({ fact: 'claim.photos', needed: { goods: 1, parcel: 1 } })).toBe('照片：商品照片 1 张，外包装照片 1 张');
    expect(flipText({ fact: 'order.lines.0.traits.confirmed', needed: false })).toBe('顾客确认过不支持：否');
    expect(flipText({ fact: 'now', needed: '2026-03-09T23:59:59+08:00' })).toContain('3月9日');
  });
});
