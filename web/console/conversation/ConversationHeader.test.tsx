import { cleanup, fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';

import { keys } from '../queries';
import { detail, LAN, ZHOU } from '../testing/examples';
import { DRAWN, renderDesk } from '../testing/renderDesk';
import { fakeServer } from '../testing/server';
import { ConversationHeader } from './ConversationHeader';

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

const header = (changes: Parameters<typeof detail>[0], draft = {}, onReturned = vi.fn()) => (
  <ConversationHeader detail={detail(changes)} draft={draft} onReturned={onReturned} />
);
const OTHERS = { agent: { id: 'mei', name: '小梅' } };

describe('claiming', DRAWN, () => {
  it('names the colleague who was faster', async () => {
    fakeServer({ '/claim': { status: 409, body: { error: { code: 'owned_by_other', message: '已被接入' } } } });
    const { client } = renderDesk(header({ owner: 'queued', agent: null }), LAN);
    client.setQueryData(keys.detail('c1'), detail(OTHERS));
    fireEvent.click(screen.getByRole('button', { name: '接入' }));
    expect(await screen.findByText(/已由小梅接入/)).toBeTruthy();
  });

  it('lets a supervisor take over, an agent not', () => {
    renderDesk(header(OTHERS), ZHOU);
    expect(screen.getByRole('button', { name: '接管' })).toBeTruthy();
    cleanup();
    renderDesk(header(OTHERS), LAN);
    expect(screen.queryByRole('button')).toBeNull();
  });
});

describe('handing back to the bot', DRAWN, () => {
  it('shows the corrected slots and sends only those', async () => {
    const calls = fakeServer({ '/return': {} });
    const onReturned = vi.fn();
    const slots = { remedy: 'reship', quantity: 1 };
    renderDesk(header({ slots }, { remedy: 'refund_only' }, onReturned), LAN);
    fireEvent.click(screen.getByRole('button', { name: '交还机器人（改 1 项）' }));
    expect(screen.getByText('仅退款')).toBeTruthy();
    fireEvent.click(screen.getByRole('button', { name: '交还' }));
    await waitFor(() => expect(onReturned).toHaveBeenCalledOnce());
    expect(calls[0]).toMatchObject({ path: '/api/conversations/c1/return', body: { slots: { remedy: 'refund_only' } } });
  });
});
