import { describe, expect, it } from 'vitest';

import type { Order } from '../types';
import { application, wishFields } from './caller';

const line = { line_id: 'o1-1', name: '玻璃花瓶', spec: '', category: 'home', quantity: 2, paid: '189.00', virtual: false };
const order = { order_id: 'o1', lines: [line, { ...line, line_id: 'o1-2' }] } as Order;

describe('an application for a caller', () => {
  it('names the pieces that were chosen and the facts that were told', () => {
    const values = {
      pieces: { 'o1-1': 1, 'o1-2': 0 },
      reason: 'damaged',
      goods: 2,
      fault: 'broken',
      description: ' 碎了 ',
    };
    expect(application(order, values, 'id')).toEqual({
      id: 'id',
      order_id: 'o1',
      items: [{ line_id: 'o1-1', quantity: 1 }],
      reason: 'damaged',
      description: '碎了',
      claim: { fault: 'broken', photos: { goods: 2, parcel: 0 } },
    });
  });

  it('tells a change field by field, and only what belongs to the remedy', () => {
    const values = { pieces: { 'o1-1': 1 }, reason: 'other', address: '宁波市中山路 8 号', spec: '黑色 L', description: '改' };
    expect(application(order, { ...values, remedy: 'modify' }, 'id')).toMatchObject({
      remedy: 'modify',
      spec: '黑色 L',
      change: { address: '宁波市中山路 8 号' },
    });
    expect(application(order, { ...values, remedy: 'cancel' }, 'id')).not.toHaveProperty('change');
    expect(wishFields('repair')).toEqual([]);
  });

  it('asks for a favour only when somebody wrote why', () => {
    const values = { pieces: { 'o1-1': 1 }, reason: 'no_reason', complete: 'true', description: '不想要' };
    expect(application(order, { ...values, favour: ' ' }, 'id')).not.toHaveProperty('favour');
    expect(application(order, { ...values, favour: '老顾客' }, 'id')).toMatchObject({
      favour: '老顾客',
      claim: { complete: true },
    });
  });
});
