import { cleanup, fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';

import { LAN, ticket } from '../testing/examples';
import { DRAWN, renderDesk } from '../testing/renderDesk';
import { fakeServer } from '../testing/server';
import { TransitionButtons } from './TransitionButtons';

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

function approve(why: string): void {
  fireEvent.click(screen.getByRole('button', { name: '通过' }));
  fireEvent.change(screen.getByLabelText('原因'), { target: { value: why } });
  fireEvent.click(screen.getByRole('button', { name: '确认变更' }));
}

describe('moving a ticket', DRAWN, () => {
  it('sends the step with its reason and the version on screen', async () => {
    const calls = fakeServer({ '/transitions': { body: ticket({ version: 8 }) } });
    renderDesk(<TransitionButtons ticket={ticket({ version: 7 })} conversationId="c1" />, LAN);
    approve('照片清楚');
    await waitFor(() => expect(calls).toHaveLength(1));
    expect(calls[0]?.body).toEqual({ to: 'approved', why: '照片清楚', version: 7 });
  });

  it('asks for a reason first', async () => {
    const calls = fakeServer({ '/transitions': {} });
    renderDesk(<TransitionButtons ticket={ticket()} conversationId="c1" />, LAN);
    approve('  ');
    expect(await screen.findByText('请写明原因')).toBeTruthy();
    expect(calls).toEqual([]);
  });

  it('says so when somebody else was faster, and reads the conversation again', async () => {
    fakeServer({ '/transitions': { status: 409, body: { error: { code: 'stale', message: 'stale' } } } });
    const { client } = renderDesk(<TransitionButtons ticket={ticket()} conversationId="c1" />, LAN);
    const reread = vi.spyOn(client, 'invalidateQueries');
    approve('照片清楚');
    expect(await screen.findByText(/刚刚被别人改过/)).toBeTruthy();
    expect(reread).toHaveBeenCalledWith({ queryKey: ['conversation', 'c1'] });
  });
});
