import { describe, expect, it } from 'vitest';

import { belongs, itemsOf, placeItem, withLastMessage, withMessage, withOwner, withTicket } from './cache';
import { LISTS } from './queries';
import { detail, ids, item, list, message, ticket } from './testing/examples';

const [queue, mine] = LISTS as [(typeof LISTS)[0], (typeof LISTS)[0]];

describe('which list holds a conversation', () => {
  it('puts a claimed conversation among those of its agent only', () => {
    const claimed = item({ owner: 'agent', agent: { id: 'lan', name: '小兰' } });
    expect(belongs(claimed, mine, 'lan')).toBe(true);
    expect(belongs(claimed, mine, 'mei')).toBe(false);
    expect(belongs(claimed, queue, 'lan')).toBe(false);
  });

  it('takes a conversation out of the queue when somebody claims it', () => {
    const data = list(item({ id: 'a' }), item({ id: 'b' }));
    expect(ids(placeItem(data, item({ id: 'a', owner: 'agent' }), queue, 'lan'))).toEqual(['b']);
  });

  it('orders the queue by priority, then by who has waited longest', () => {
    const data = list(
      item({ id: 'early', waiting_since: '2026-03-02T10:00:00+08:00' }),
      item({ id: 'late', waiting_since: '2026-03-02T10:09:00+08:00' }),
    );
    const middle = item({ id: 'middle', waiting_since: '2026-03-02T10:05:00+08:00' });
    const angry = item({ id: 'angry', waiting_since: '2026-03-02T10:10:00+08:00', priority: 2 });
    const after = placeItem(placeItem(data, middle, queue, 'lan'), angry, queue, 'lan');
    expect(itemsOf(after, queue).map(({ id }) => id)).toEqual(['angry', 'early', 'middle', 'late']);
  });

  it('keeps a conversation once although it stood on a later page', () => {
    const data = {
      pages: [
        { items: [item({ id: 'a' })], next: 'x' },
        { items: [item({ id: 'b' })], next: null },
      ],
      pageParams: [null, 'x'],
    };
    const after = placeItem(data, item({ id: 'b', priority: 3 }), queue, 'lan');
    expect(after.pages.map((page) => page.items.map(({ id }) => id))).toEqual([['b', 'a'], []]);
  });
});

describe('the row of a conversation after a message', () => {
  const late = message({ ts: '2026-03-02T10:05:00+08:00' });

  it('shows it and counts it as unread when the shopper wrote', () => {
    expect(withLastMessage(item(), late, '花瓶碎了')).toMatchObject({
      last_message: { text: '花瓶碎了', from: 'shopper' },
      unread: 1,
    });
    expect(withLastMessage(item(), { ...late, from: 'bot' }, '您好').unread).toBe(0);
  });

  it('does not count a message that the row already tells of', () => {
    const told = item({ unread: 1, last_message: { text: '花瓶碎了', from: 'shopper', ts: late.ts } });
    expect(withLastMessage(told, late, '花瓶碎了')).toBe(told);
  });

  it('never shows notes and replies that were not sent', () => {
    const before = item();
    expect(withLastMessage(before, { ...late, note: true }, '备注')).toBe(before);
    expect(withLastMessage(before, { ...late, sent: false }, '晚了')).toBe(before);
  });
});

describe('an open conversation', () => {
  it('takes a message told twice once, in the order of seq', () => {
    const first = detail({ messages: [message(), message({ id: 'm3', seq: 3 })] });
    const second = message({ id: 'm2', seq: 2 });
    const after = withMessage(withMessage(first, second), second);
    expect(after.messages.map(({ id }) => id)).toEqual(['m1', 'm2', 'm3']);
  });

  it('does not let an older version of a ticket overwrite a newer one', () => {
    const current = [ticket({ version: 3, status: 'approved' })];
    expect(withTicket(current, ticket({ version: 2 }))).toBe(current);
    expect(withTicket(current, ticket({ version: 4, status: 'reshipping' }))[0]?.status).toBe('reshipping');
  });

  it('forgets the agent when the bot takes over again', () => {
    expect(withOwner(detail(), item({ owner: 'bot' }))).toMatchObject({ owner: 'bot', agent: null });
  });
});
