import { vi } from 'vitest';

import { COLLEAGUES } from './examples';

export interface Call {
  path: string;
  body: unknown;
  authorization: string | null;
}

type Answer = { status?: number; body?: unknown } | 'offline';

/** What every part of the desk asks for by the way: answered, never remembered. */
const BY_THE_WAY: Readonly<Record<string, () => unknown>> = {
  '/api/agents': () => ({ items: COLLEAGUES }),
  '/api/time': () => ({ now: new Date().toISOString() }),
};

/** Answers `fetch` and remembers what was asked; the routes are tried by the end of the path. */
export function fakeServer(routes: Record<string, Answer | ((call: Call) => Answer)>): Call[] {
  const calls: Call[] = [];
  vi.stubGlobal('fetch', (path: string, init: RequestInit = {}) => {
    const usual = BY_THE_WAY[path];
    if (usual) return Promise.resolve(new Response(JSON.stringify(usual())));
    const body: unknown = init.body ? JSON.parse(init.body as string) : undefined;
    const call = { path, body, authorization: new Headers(init.headers).get('Authorization') };
    calls.push(call);
    const route = Object.entries(routes).find(([end]) => path.split('?')[0]!.endsWith(end))?.[1];
    const answer = typeof route === 'function' ? route(call) : (route ?? { status: 404 });
    if (answer === 'offline') return Promise.reject(new TypeError('Failed to fetch'));
    const { status = 200, body: reply = {} } = answer;
    return Promise.resolve(new Response(JSON.stringify(reply), { status }));
  });
  return calls;
}
