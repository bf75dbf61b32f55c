import { cleanup, fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';

import { detail, LAN } from '../testing/examples';
import { DRAWN, renderDesk } from '../testing/renderDesk';
import { fakeServer } from '../testing/server';
import { Composer } from './Composer';

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

const field = () => screen.getByLabelText<HTMLTextAreaElement>('回复内容');
const type = (text: string) => fireEvent.change(field(), { target: { value: text } });

describe('replying', DRAWN, () => {
  it('sends on Enter and empties the field', async () => {
    const calls = fakeServer({ '/messages': {} });
    renderDesk(<Composer detail={detail()} />, LAN);
    type(' 您好 ');
    fireEvent.keyDown(field(), { key: 'Enter' });
    await waitFor(() => expect(field().value).toBe(''));
    expect(calls[0]).toMatchObject({ path: '/api/conversations/c1/messages', body: { text: '您好' } });
  });

  it('leaves Enter to the input method while a word is being composed', () => {
    fakeServer({ '/messages': {} });
    renderDesk(<Composer detail={detail()} />, LAN);
    type('nihao');
    const leftAlone = (init: object) => fireEvent.keyDown(field(), { key: 'Enter', ...init });
    expect(leftAlone({ isComposing: true })).toBe(true);
    expect(leftAlone({ keyCode: 229 })).toBe(true);
    expect(leftAlone({ shiftKey: true })).toBe(true);
    expect(leftAlone({})).toBe(false);
  });

  it('keeps a failed reply and tries again under the same id', async () => {
    const answers = [{ status: 503 }, {}];
    const calls = fakeServer({ '/messages': () => answers.shift()! });
    renderDesk(<Composer detail={detail()} />, LAN);
    type('您好');
    fireEvent.keyDown(field(), { key: 'Enter' });
    expect(await screen.findByText('服务暂时不可用，请稍后再试。')).toBeTruthy();
    expect(field().value).toBe('您好');
    fireEvent.keyDown(field(), { key: 'Enter' });
    await waitFor(() => expect(field().value).toBe(''));
    expect(calls[1]?.body).toEqual(calls[0]?.body);
  });
});

describe('the locked composer', DRAWN, () => {
  it('explains that the bot owns the conversation, and still takes notes', async () => {
    const calls = fakeServer({ '/notes': {} });
    renderDesk(<Composer detail={detail({ owner: 'bot', agent: null })} />, LAN);
    expect(screen.getByText('机器人正在接待这位顾客，接入后才能回复。')).toBeTruthy();
    expect(screen.queryByLabelText('回复内容')).toBeNull();
    fireEvent.click(screen.getByText('内部备注'));
    fireEvent.change(screen.getByLabelText('备注内容'), { target: { value: '老顾客' } });
    fireEvent.click(screen.getByRole('button', { name: '保存备注' }));
    await waitFor(() => expect(calls[0]?.body).toEqual({ text: '老顾客' }));
  });

  it('names the colleague who holds it', () => {
    renderDesk(<Composer detail={detail({ agent: { id: 'mei', name: '小梅' } })} />, LAN);
    expect(screen.getByText(/小梅正在接待/)).toBeTruthy();
  });
});
