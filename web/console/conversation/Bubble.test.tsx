import { cleanup, screen } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';

import { LAN, message } from '../testing/examples';
import { DRAWN, renderDesk } from '../testing/renderDesk';
import { Bubble } from './Bubble';

afterEach(cleanup);

describe('a message', DRAWN, () => {
  it('of the bot that came too late is marked as not sent', () => {
    renderDesk(<Bubble message={message({ from: 'bot', sent: false })} />, LAN);
    expect(screen.getByText('未发送')).toBeTruthy();
  });

  it('between agents is told apart from what the shopper reads', () => {
    renderDesk(<Bubble message={message({ from: 'agent', agent: { name: '小兰' }, note: true })} />, LAN);
    expect(screen.getByText(/内部备注 · 小兰/)).toBeTruthy();
  });

  it('shows markup of a shopper as text', () => {
    renderDesk(<Bubble message={message({ text: '<img src=x onerror=alert(1)>' })} />, LAN);
    expect(screen.getByText('<img src=x onerror=alert(1)>')).toBeTruthy();
    expect(document.querySelector('img')).toBeNull();
  });

  it('shows choices as what was offered, not as buttons', () => {
    const choices = [{ id: '1', title: '补发', value: 'remedy:reship' }];
    renderDesk(<Bubble message={message({ from: 'bot', choices })} />, LAN);
    expect(screen.getByText('补发')).toBeTruthy();
    expect(screen.queryByRole('button')).toBeNull();
  });

  it('whose card cannot be drawn keeps the rest of the conversation readable', () => {
    const silence = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    renderDesk(<Bubble message={message({ text: '请核对', card: { kind: 'summary' } as never })} />, LAN);
    expect(screen.getByText('请核对')).toBeTruthy();
    expect(screen.getByText('［申请信息核对］无法显示')).toBeTruthy();
    silence.mockRestore();
  });
});
