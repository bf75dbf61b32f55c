import { QueryClient } from '@tanstack/react-query';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import type { ListData } from './cache';
import { listen } from './live';
import { keys } from './queries';
import { detail, ids, item, list, message, ticket } from './testing/examples';
import type { ConversationDetail } from './types';

type Handler = (payload: unknown) => void;

function desk() {
  const handlers = new Map<string, Handler>();
  const client = new QueryClient();
  client.setQueryData(keys.list('queued'), list(item()));
  client.setQueryData(keys.list('mine'), list());
  client.setQueryData(keys.detail('c1'), detail({ owner: 'queued', agent: null }));
  const stop = listen({ on: (event: string, handler: Handler) => handlers.set(event, handler) } as never, client, 'lan');
  return {
    client,
    stop,
    tell: (event: string, payload: unknown) => handlers.get(event)!(payload),
    listed: (id: 'queued' | 'mine') => client.getQueryData<ListData>(keys.list(id))!,
    open: () => client.getQueryData<ConversationDetail>(keys.detail('c1'))!,
  };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('what the socket tells', () => {
  it('moves a claimed conversation from the queue to its agent', () => {
    const { tell, listed, open } = desk();
    tell('conversation', item({ owner: 'agent', agent: { id: 'lan', name: '小兰' } }));
    expect(ids(listed('queued'))).toEqual([]);
    expect(ids(listed('mine'))).toEqual(['c1']);
    expect(open().agent?.name).toBe('小兰');
  });

  it('shows a new message in the open conversation and in its list', () => {
    const { tell, listed, open } = desk();
    const photo = message({ id: 'm2', seq: 2, ts: '2026-03-02T10:01:00+08:00', photos: [{ id: 'p1' }] });
    tell('message', { ...photo, text: undefined, conversation_id: 'c1' });
    expect(open().messages.map(({ id }) => id)).toEqual(['m1', 'm2']);
    expect(listed('queued').pages[0]?.items[0]?.last_message?.text).toBe('［照片］');
  });

  it('reads slots and intents again, which may have changed with the message', () => {
    const { client, tell } = desk();
    tell('message', { ...message({ id: 'm2', seq: 2, from: 'bot' }), conversation_id: 'c1' });
    expect(client.getQueryState(keys.detail('c1'))?.isInvalidated).toBe(true);
  });

  it('adds a ticket to its conversation', () => {
    const { client, tell } = desk();
    client.setQueryData(keys.tickets('c1'), []);
    tell('ticket', ticket());
    expect(client.getQueryData(keys.tickets('c1'))).toMatchObject([{ number: 'AS2603020001' }]);
  });

  it('reads the lists again when somebody new speaks', () => {
    const { client, tell } = desk();
    tell('message', { ...message(), conversation_id: 'c1' });
    expect(client.getQueryState(keys.list('queued'))?.isInvalidated).toBe(false);
    tell('message', { ...message(), conversation_id: 'new' });
    expect(client.getQueryState(keys.list('queued'))?.isInvalidated).toBe(true);
    expect(client.getQueryData(keys.detail('new'))).toBeUndefined();
  });

  it('shows typing for a few seconds, or until the message arrives', () => {
    const { client, tell } = desk();
    const typing = () => client.getQueryData(keys.typing('c1'));
    tell('typing', { conversation_id: 'c1', from: 'shopper' });
    expect(typing()).toBe(true);
    vi.advanceTimersByTime(5000);
    expect(typing()).toBe(false);
    tell('typing', { conversation_id: 'c1', from: 'shopper' });
    tell('message', { ...message({ id: 'm2', seq: 2 }), conversation_id: 'c1' });
    expect(typing()).toBe(false);
  });
});
