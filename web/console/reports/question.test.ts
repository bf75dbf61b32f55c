import { describe, expect, it } from 'vitest';

import { axis, every, goalText, reading, verdict } from './figures';
import { changed, paceOf, periodOf, questionOf } from './question';

const TODAY = '2026-03-10';
const question = (search: string) => questionOf(new URLSearchParams(search), TODAY);

describe('the question in the address', () => {
  it('is the last seven days unless told otherwise', () => {
    expect(question('')).toEqual({ from: '2026-03-04', to: TODAY });
    expect(question('range=century')).toEqual({ from: '2026-03-04', to: TODAY });
  });

  it('knows the usual ranges', () => {
    expect(question('range=today')).toEqual({ from: TODAY, to: TODAY });
    expect(question('range=30')).toEqual({ from: '2026-02-09', to: TODAY });
    expect(question('range=month')).toEqual({ from: '2026-03-01', to: TODAY });
    expect(question('range=own&from=2026-01-01&to=2026-01-31')).toEqual({ from: '2026-01-01', to: '2026-01-31' });
  });

  it('is none while own days are not both there', () => {
    expect(question('range=own&from=2026-01-01')).toBeNull();
  });

  it('takes filters with it, but no category that does not exist', () => {
    expect(question('range=today&agent=lan&category=shoes')).toMatchObject({ agent: 'lan', category: 'shoes' });
    expect(question('category=dragons')).not.toHaveProperty('category');
  });

  it('draws long periods by the week unless the days are wanted', () => {
    const params = new URLSearchParams('range=own&from=2026-01-01&to=2026-03-10');
    const period = periodOf(params, TODAY)!;
    expect(paceOf(params, period)).toBe('week');
    expect(paceOf(changed(params, { pace: 'day' }), period)).toBe('day');
    expect(paceOf(new URLSearchParams(), periodOf(new URLSearchParams(), TODAY)!)).toBe('day');
  });
});

describe('figures in words', () => {
  it('never call nothing zero', () => {
    expect(reading(null, 'percent')).toBe('暂无数据');
    expect(reading(0, 'percent')).toBe('0.0%');
    expect(reading(12.34, 'minutes')).toBe('12.3 分钟');
  });

  it('say the goal and whether it is reached', () => {
    const figure = { id: 'handling', value: 20, numerator: 40, denominator: 2, reached: false, name: '平均处理时长' } as const;
    const defined = { ...figure, aim: null, counted: '', unit: 'minutes', goal: 15, better: 'lower', source: null } as const;
    expect(goalText(defined)).toBe('目标 ≤ 15 分钟');
    expect(goalText({ ...defined, goal: null, better: null })).toBeNull();
    expect(verdict(figure)).toEqual({ tone: 'bad', text: '✕ 未达标' });
    expect(verdict({ reached: null })).toBeNull();
  });

  it('have an axis that shows them and the goal', () => {
    expect(axis([97, null, 99], 95, 'percent')).toEqual([90, 100]);
    expect(axis([12], 95, 'percent')).toEqual([0, 100]);
    expect(axis([22.5], 15, 'minutes')).toEqual([0, 25]);
    expect(axis([9], 15, 'minutes')).toEqual([0, 20]);
    expect(axis([null], null, 'percent')).toEqual([90, 100]);
  });

  it('leave out labels for which there is no room', () => {
    expect([every(7, 10), every(31, 10), every(5, 0)]).toEqual([1, 4, 5]);
  });
});
