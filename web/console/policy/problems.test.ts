import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

import { problemAt, problems } from './problems';

const source = readFileSync(resolve(import.meta.dirname, '../../../aftersales/policy/facts_json.py'), 'utf8');

/** Every reason that the service gives, with the moments that it names one by one. */
const reasons = [
  ...[...source.matchAll(/yield f?"[^"]+", "([^"]+)"/g)].map(([, reason]) => reason!),
  ...[...source.matchAll(/raise ValueError\((?:"([^"]+)"|'([^']+)')\)/g)].map(([, one, other]) => (one ?? other)!),
  ...['paid_at', 'shipped_at', 'last_movement_at'].map((before) => `lies before ${before}`),
];

describe('what is wrong with the facts of the simulator', () => {
  it('is said in words for every reason of the service', () => {
    expect(reasons.length).toBeGreaterThan(20);
    expect(reasons.filter((reason) => !problems[reason])).toEqual([]);
  });

  it('names the field as the form does', () => {
    expect(problemAt('order.lines.0.paid', 'Value error, must be an amount in yuan such as "12.50"')).toBe(
      '商品实付：请填写金额，例如 12.50',
    );
    expect(problemAt('request', 'something new')).toBe('申请事项：填得不对，请检查');
  });
});
