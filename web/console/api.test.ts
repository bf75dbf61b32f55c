import { afterEach, describe, expect, it, vi } from 'vitest';

import { DeskApi, login } from './api';
import { fakeServer } from './testing/server';

afterEach(() => void vi.unstubAllGlobals());

describe('the desk API', () => {
  it('asks for a list with its filters and the token', async () => {
    const calls = fakeServer({ '/api/conversations': { body: { items: [], next: null } } });
    await new DeskApi('secret', vi.fn()).conversations({ owner: 'agent', mine: true, cursor: 'x' });
    expect(calls).toEqual([
      {
        path: '/api/conversations?limit=30&owner=agent&mine=true&cursor=x',
        body: undefined,
        authorization: 'Bearer secret',
      },
    ]);
  });

  it('sends a transition with the version that was seen', async () => {
    const calls = fakeServer({ '/transitions': {} });
    await new DeskApi('secret', vi.fn()).transition({ id: 't1', version: 4 }, 'approved', '照片清楚');
    expect(calls[0]).toMatchObject({
      path: '/api/tickets/t1/transitions',
      body: { to: 'approved', why: '照片清楚', version: 4 },
    });
  });

  it('carries code, message and field of a refusal', async () => {
    fakeServer({ '/claim': { status: 409, body: { error: { code: 'owned_by_other', message: '已被接入' } } } });
    await expect(new DeskApi('secret', vi.fn()).claim('c1')).rejects.toMatchObject({
      status: 409,
      code: 'owned_by_other',
      message: '已被接入',
    });
  });

  it('tells the session when the token is refused', async () => {
    const expired = vi.fn();
    fakeServer({ '/c1': { status: 401, body: { error: { code: 'unauthorised', message: '请先登录' } } } });
    await expect(new DeskApi('old', expired).conversation('c1')).rejects.toThrow('请先登录');
    expect(expired).toHaveBeenCalledOnce();
  });

  it('speaks plainly when there is no network and when the answer is no JSON', async () => {
    fakeServer({ '/api/login': 'offline' });
    await expect(login('lan', 'demo')).rejects.toMatchObject({ code: 'offline' });
    vi.stubGlobal('fetch', () => Promise.resolve(new Response('<html>', { status: 502 })));
    await expect(login('lan', 'demo')).rejects.toMatchObject({ code: 'http_502' });
  });
});
