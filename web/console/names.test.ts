import { describe, expect, it } from 'vitest';

import type { Card } from '../shared/cards';
import { lineNames } from './names';
import { message } from './testing/examples';

const line = { line_id: 'L1', name: '连帽卫衣', spec: '黑色 L', quantity: 1, paid: '299.00', category: 'clothes' };
const order = { order_id: '202600010001', status_text: '已签收', total: '299.00', lines: [line] };
const said = (card: Card) => [message({ from: 'bot', card })];

describe('the names of lines', () => {
  it('come from the cards that showed this order, not another one', () => {
    const messages = said({ kind: 'order_list', orders: [order] });
    expect(lineNames(messages, '202600010001').get('L1')).toBe('连帽卫衣 黑色 L');
    expect(lineNames(messages, '202600010002').size).toBe(0);
  });
});
