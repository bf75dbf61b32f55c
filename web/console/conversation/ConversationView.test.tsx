import { cleanup, fireEvent, screen, waitFor } from '@testing-library/react';
import { useLocation } from 'react-router';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { detail, LAN } from '../testing/examples';
import { DRAWN, renderDesk } from '../testing/renderDesk';
import { fakeServer } from '../testing/server';
import type { ConversationDetail } from '../types';
import { ConversationView } from './ConversationView';

function Where() {
  return <output aria-label="地址">{useLocation().pathname}</output>;
}

let stored: ConversationDetail;

beforeEach(() => {
  stored = detail({ owner: 'queued', agent: null, slots: { description: '碎了' } });
  const become = (changes: Partial<ConversationDetail>) => () => {
    stored = { ...stored, ...changes };
    return { body: stored };
  };
  fakeServer({
    '/claim': become({ owner: 'agent', agent: { id: 'lan', name: '小兰' } }),
    '/return': become({ owner: 'bot', agent: null, slots: { description: '瓶口裂了' } }),
    '/c1': () => ({ body: stored }),
    '/api/tickets': { body: { items: [], total: 0 } },
  });
});

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

describe('an open conversation', DRAWN, () => {
  it('goes to the agent who claims it, and back to the bot with her correction', async () => {
    renderDesk(
      <>
        <ConversationView id="c1" />
        <Where />
      </>,
      LAN,
    );
    fireEvent.click(await screen.findByRole('button', { name: '接入' }));
    expect(await screen.findByLabelText('回复内容')).toBeTruthy();
    await waitFor(() => expect(screen.getByLabelText('地址').textContent).toBe('/mine/c1'));

    fireEvent.change(screen.getByLabelText('问题描述'), { target: { value: '瓶口裂了' } });
    fireEvent.click(screen.getByRole('button', { name: '交还机器人（改 1 项）' }));
    fireEvent.click(screen.getByRole('button', { name: '交还' }));
    await waitFor(() => expect(screen.getByText('机器人正在接待这位顾客，接入后才能回复。')).toBeTruthy());
    expect(screen.getByText('瓶口裂了')).toBeTruthy();

    fireEvent.click(screen.getByRole('button', { name: '接入' }));
    expect(await screen.findByRole('button', { name: '交还机器人' })).toBeTruthy();
  });
});
