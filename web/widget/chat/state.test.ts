import { describe, expect, it } from 'vitest';
import type { SessionInfo } from '../../shared/protocol';
import { liveQuestion, pickedChoice } from './choices';
import type { Pending } from './outbox';
import { sample } from './samples';
import { type ChatState, type Happening, initial, reduce } from './state';

const SESSION: SessionInfo = { session: 's', conversation_id: 'c1', resumed: false, owner: 'bot' };
const CHOICES = [
  { id: 'a', title: '补发', value: 'remedy:reship' },
  { id: 'b', title: '退款', value: 'remedy:refund_only' },
];

function pending(id: string, more: Partial<Pending> = {}): Pending {
  return { draft: { id, text: '花瓶碎了' }, shown: '花瓶碎了', at: '2026-03-02T02:30:00Z', status: 'sending', ...more };
}

function after(...happenings: Happening[]): ChatState {
  return happenings.reduce(reduce, reduce(initial, { type: 'session', info: SESSION, outbox: [] }));
}

describe('what she sends', () => {
  it('stands in the log once, from the acknowledgement on', () => {
    const state = after({ type: 'queued', pending: pending('x') }, { type: 'stored', id: 'x', seq: 2, duplicate: false });
    expect(state.outbox).toEqual([]);
    expect(state.messages.map(({ id, seq, text }) => [id, seq, text])).toEqual([['x', 2, '花瓶碎了']]);
    const echoed = reduce(state, { type: 'message', message: sample(2, { id: 'x', from: 'shopper', text: '花瓶碎了' }) });
    expect(echoed.messages).toHaveLength(1);
  });

  it('leaves the outbox when it comes back before its acknowledgement', () => {
    const echo = sample(2, { id: 'x', from: 'shopper' });
    const state = after({ type: 'queued', pending: pending('x') }, { type: 'message', message: echo });
    expect(state.outbox).toEqual([]);
    expect(reduce(state, { type: 'stored', id: 'x', seq: 2, duplicate: false }).messages).toEqual([echo]);
  });

  it('waits for the bot until its turn is over', () => {
    const asked = after({ type: 'queued', pending: pending('x') }, { type: 'stored', id: 'x', seq: 2, duplicate: false });
    expect(asked.awaiting).toEqual(['x']);
    const turn = { reply_to: ['x'], last_seq: 3, owner: 'bot' as const };
    expect(reduce(asked, { type: 'turn', turn }).awaiting).toEqual([]);
  });

  it('waits for nobody when a human owns the conversation or it was answered before', () => {
    const human = after(
      { type: 'state', state: { owner: 'agent', agent: { name: '小兰' } } },
      { type: 'queued', pending: pending('x') },
      { type: 'stored', id: 'x', seq: 2, duplicate: false },
    );
    const again = after({ type: 'queued', pending: pending('x') }, { type: 'stored', id: 'x', seq: 2, duplicate: true });
    expect([human.awaiting, again.awaiting]).toEqual([[], []]);
  });

  it('goes out again under a new id after a failure', () => {
    const failed = after({ type: 'queued', pending: pending('x') }, { type: 'failed', id: 'x', error: '太快了' });
    expect(failed.outbox[0]).toMatchObject({ status: 'failed', error: '太快了' });
    const again = reduce(failed, { type: 'resend', id: 'x', fresh: 'y' });
    expect(again.outbox[0]).toMatchObject({ draft: { id: 'y', text: '花瓶碎了' }, status: 'sending' });
  });
});

describe('choices', () => {
  const question = sample(1, { choices: CHOICES });

  it('may be tapped on the newest question only', () => {
    const newer = sample(2, { choices: CHOICES });
    expect(liveQuestion(after({ type: 'message', message: question }))).toBe('m1');
    expect(liveQuestion(after({ type: 'message', message: question }, { type: 'message', message: newer }))).toBe('m2');
  });

  it('stay open while the bot goes on talking', () => {
    const more = sample(2);
    expect(liveQuestion(after({ type: 'message', message: question }, { type: 'message', message: more }))).toBe('m1');
  });

  it('close when she answers, and tell what she took', () => {
    const answer = sample(2, { from: 'shopper', text: '退款' });
    const state = after({ type: 'message', message: question }, { type: 'message', message: answer });
    expect(liveQuestion(state)).toBeNull();
    expect(pickedChoice(state.messages, 0)?.id).toBe('b');
  });

  it('close while an answer is under way', () => {
    expect(liveQuestion(after({ type: 'message', message: question }, { type: 'queued', pending: pending('x') }))).toBeNull();
  });

  it('close with a hint when the service calls them stale', () => {
    const tap = pending('x', { draft: { id: 'x', choice: 'a' }, shown: '补发', question: 'm1' });
    const state = after(
      { type: 'message', message: question },
      { type: 'queued', pending: tap },
      { type: 'stale', id: 'x', question: 'm1', notice: '已过期' },
    );
    expect([liveQuestion(state), state.outbox, state.notice]).toEqual([null, [], '已过期']);
  });
});

describe('the conversation', () => {
  it('keeps its messages when the line comes back, and drops them for another conversation', () => {
    const state = after({ type: 'message', message: sample(1) }, { type: 'link', link: 'lost' });
    const back = reduce(state, { type: 'session', info: SESSION, outbox: [] });
    expect([back.link, back.messages.length]).toEqual(['online', 1]);
    const other = reduce(state, { type: 'session', info: { ...SESSION, conversation_id: 'c2' }, outbox: [] });
    expect(other.messages).toEqual([]);
  });

  it('knows queue and agent only while there are any', () => {
    const queued = after({ type: 'state', state: { owner: 'queued', queue: { position: 2, wait_s: 120 } } });
    expect(queued.queue).toEqual({ position: 2, wait_s: 120 });
    const served = reduce(queued, { type: 'state', state: { owner: 'agent', agent: { name: '小兰' } } });
    expect([served.queue, served.agent?.name]).toEqual([null, '小兰']);
    expect(reduce(served, { type: 'state', state: { owner: 'bot' } }).agent).toBeNull();
  });

  it('never takes a receipt back', () => {
    const state = after(
      { type: 'receipt', receipt: { seq: 5, state: 'read' } },
      { type: 'receipt', receipt: { seq: 3, state: 'read' } },
      { type: 'receipt', receipt: { seq: 7, state: 'delivered' } },
    );
    expect([state.read, state.delivered]).toEqual([5, 7]);
  });

  it('stops typing when the message is there', () => {
    const state = after({ type: 'typing', from: 'agent' }, { type: 'message', message: sample(1) });
    expect(state.typing).toBe('agent');
    expect(reduce(state, { type: 'message', message: sample(2, { from: 'agent' }) }).typing).toBeNull();
  });
});
