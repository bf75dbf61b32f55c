import { describe, expect, it } from 'vitest';

import { stream } from './stream';

const who = (id: string) => ({ lan: '小兰', shopper: '顾客' })[id] ?? id;
const at = (minute: number) => `2026-03-02T10:0${minute}:00+08:00`;

describe('the stream of a ticket', () => {
  it('tells a record that a step made with the step, the latest first', () => {
    const events = stream(
      {
        history: [
          { at: at(0), who: 'shopper', from: null, to: 'submitted', why: '碎了' },
          { at: at(5), who: 'lan', from: 'refunding', to: 'completed', why: '已全部办妥' },
        ],
        records: [
          { at: at(3), who: 'lan', kind: 'note', data: { text: '等财务', note: '' }, shown: false },
          {
            at: at(5),
            who: 'lan',
            kind: 'refund',
            data: { amount: '189.00', reference: 'R1', channel: '', note: '已全部办妥' },
            shown: true,
          },
        ],
      },
      who,
    );
    expect(events.map(({ title }) => title)).toEqual(['退款中 → 已完成', '内部备注', '提交申请']);
    expect(events[0]?.rows).toEqual([
      ['金额', '¥189.00'],
      ['流水号', 'R1'],
    ]);
    expect(events[1]).toMatchObject({ text: '等财务', inside: true, who: '小兰' });
  });

  it('keeps steps of the same moment in their order', () => {
    const step = (from: string | null, to: string) => ({ at: at(0), who: 'bot', from, to, why: '' });
    const events = stream({ history: [step(null, 'submitted'), step('submitted', 'under_review')], records: [] }, who);
    expect(events.map(({ title }) => title)).toEqual(['已提交 → 审核中', '提交申请']);
  });

  it('puts values into words', () => {
    const record = (kind: string, data: Record<string, unknown>) => ({ at: at(1), who: 'lan', kind, data, shown: true });
    const rows = (kind: string, data: Record<string, unknown>) => stream({ history: [], records: [record(kind, data)] }, who)[0]?.rows;
    expect(rows('assignment', { agent: 'lan', previous: null })).toEqual([['负责人', '小兰']]);
    expect(rows('inspection', { passed: false, cause: 'liquid', finding: '' })).toEqual([
      ['检测结果', '未通过'],
      ['故障原因', '进液'],
    ]);
    expect(rows('amount', { amount: '20.00', previous: '18.90' })).toEqual([
      ['金额', '¥20.00'],
      ['原来', '¥18.90'],
    ]);
  });
});
