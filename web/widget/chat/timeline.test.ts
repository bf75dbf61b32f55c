import { describe, expect, it } from 'vitest';
import { sample } from './samples';
import { lastHeard, lastSeq, layout, merge } from './timeline';

describe('merge', () => {
  it('keeps messages ascending, whatever the order they come in', () => {
    expect(merge([sample(3)], [sample(4), sample(1)]).map(({ seq }) => seq)).toEqual([1, 3, 4]);
  });

  it('replaces a message that is already there', () => {
    const merged = merge([sample(1, { text: '旧' })], [sample(1, { text: '新' })]);
    expect(merged).toHaveLength(1);
    expect(merged[0]?.text).toBe('新');
  });
});

describe('lastSeq and lastHeard', () => {
  it('tell the newest message, and the newest of the other side', () => {
    const messages = [sample(1), sample(2, { from: 'agent' }), sample(3, { from: 'shopper' })];
    expect([lastSeq(messages), lastHeard(messages)]).toEqual([3, 2]);
    expect([lastSeq([]), lastHeard([])]).toEqual([0, 0]);
  });
});

describe('layout', () => {
  it('puts a time above the first message and after a pause', () => {
    const entries = layout([sample(0), sample(1), sample(9)]);
    expect(entries.map(({ separated }) => separated)).toEqual([true, false, true]);
  });

  it('shows who speaks when the voice changes', () => {
    const agent = (seq: number, name: string) => sample(seq, { from: 'agent', agent: { name } });
    const entries = layout([sample(0), sample(1), agent(2, '小兰'), agent(3, '小梅')]);
    expect(entries.map(({ leads }) => leads)).toEqual([true, false, true, true]);
  });
});
