import { describe, expect, it } from 'vitest';

import { editable, known, showSlot, withChange } from './slots';

const slots = { order_id: '202600010010', remedy: 'reship', quantity: 1, tries: 2, photo_goods: ['p1', 'p2'] };

describe('correcting slots', () => {
  it('sends only what differs from what the bot knows', () => {
    const changed = withChange({}, slots, 'remedy', 'refund_only');
    expect(changed).toEqual({ remedy: 'refund_only' });
    expect(withChange(changed, slots, 'quantity', 1)).toEqual(changed);
    expect(withChange(changed, slots, 'remedy', 'reship')).toEqual({});
  });

  it('turns an emptied field into a slot to be asked again', () => {
    expect(withChange({}, slots, 'order_id', '')).toEqual({ order_id: null });
    expect(withChange({}, slots, 'description', '')).toEqual({});
  });

  it('offers what decides a claim even while unknown, other fields once they are used', () => {
    expect(editable({})).toEqual(['request', 'order_id', 'quantity', 'remedy', 'description']);
    expect(editable({ spec: '43 码' })).toContain('spec');
  });

  it('shows what else is known, without the bookkeeping of the dialogue', () => {
    expect(known(slots, editable(slots))).toEqual([['photo_goods', ['p1', 'p2']]]);
  });
});

describe('a slot in words', () => {
  it.each([
    ['remedy', 'reship', '补发'],
    ['request', 'damaged', '运输破损'],
    ['complete', false, '否'],
    ['photo_goods', ['p1', 'p2'], '2 张'],
    ['items', [{ line_id: '1', quantity: 2 }], '商品行 1 ×2'],
    ['description', null, ''],
  ])('%s', (name, value, text) => {
    expect(showSlot(name, value)).toBe(text);
  });

  it('calls the lines of the order by their names', () => {
    expect(showSlot('items', [{ line_id: '1', quantity: 2 }], new Map([['1', '工作衬衫 白']]))).toBe('工作衬衫 白 ×2');
  });
});
