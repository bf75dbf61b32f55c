import { cleanup, fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';

import { LAN, ticket } from '../testing/examples';
import { DRAWN, renderDesk } from '../testing/renderDesk';
import { fakeServer } from '../testing/server';
import { TicketActions } from './TicketActions';

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

const type = (label: string, value: string) => fireEvent.change(screen.getByLabelText(label), { target: { value } });
const press = (name: string) => fireEvent.click(screen.getByRole('button', { name }));

function approve(why: string): void {
  press('通过');
  type('说明', why);
  press('确认');
}

describe('moving a ticket', DRAWN, () => {
  it('sends the step with its reason and the version on screen', async () => {
    const calls = fakeServer({ '/transitions': { body: ticket({ version: 8 }) } });
    renderDesk(<TicketActions ticket={ticket({ version: 7 })} />, LAN);
    approve('照片清楚');
    await waitFor(() => expect(calls).toHaveLength(1));
    expect(calls[0]?.body).toEqual({ to: 'approved', why: '照片清楚', version: 7 });
  });

  it('asks for a reason first', async () => {
    const calls = fakeServer({ '/transitions': {} });
    renderDesk(<TicketActions ticket={ticket()} />, LAN);
    approve('  ');
    expect(await screen.findByText('请填写说明')).toBeTruthy();
    expect(calls).toEqual([]);
  });

  it('takes along what belongs to the step', async () => {
    const calls = fakeServer({ '/transitions': { body: ticket() } });
    renderDesk(<TicketActions ticket={ticket({ status: 'quoting', type: 'repair', remedy: 'paid_repair' })} />, LAN);
    press('发出报价');
    type('金额（元）', '80.00');
    type('说明', '更换内胆');
    press('确认');
    await waitFor(() => expect(calls).toHaveLength(1));
    expect(calls[0]?.body).toMatchObject({ to: 'awaiting_quote', why: '更换内胆', details: { amount: '80.00' } });
  });

  it('shows a refusal at the field that it means', async () => {
    const error = { code: 'invalid', message: '运单号填写有误，请检查。', field: 'details.tracking_number' };
    fakeServer({ '/transitions': { status: 422, body: { error } } });
    renderDesk(<TicketActions ticket={ticket({ status: 'reshipping' })} />, LAN);
    press('补发已寄出');
    type('运单号', 'SF');
    press('确认');
    const told = await screen.findByText('运单号填写有误，请检查。');
    expect(told.closest('.ant-form-item')?.textContent).toContain('运单号');
  });

  it('keeps what was typed when somebody else was faster, and tries again on the newer ticket', async () => {
    let fresh = false;
    const calls = fakeServer({
      '/transitions': () => {
        const answer = fresh ? { body: ticket() } : { status: 409, body: { error: { code: 'stale', message: '' } } };
        fresh = true;
        return answer;
      },
      '/t1': { body: ticket({ version: 2, status: 'info_needed' }) },
    });
    renderDesk(<TicketActions ticket={ticket({ version: 1 })} />, LAN);
    approve('照片清楚');
    expect(await screen.findByText(/刚刚有更新（现在是「待补充资料」）/)).toBeTruthy();
    expect(screen.getByLabelText<HTMLTextAreaElement>('说明').value).toBe('照片清楚');
    press('确认');
    await waitFor(() => expect(calls.at(-1)?.body).toMatchObject({ why: '照片清楚', version: 2 }));
  });

  it('hands the ticket to a colleague by name', async () => {
    const calls = fakeServer({ '/assign': { body: ticket() } });
    renderDesk(<TicketActions ticket={ticket({ version: 3 })} />, LAN);
    press('转给同事');
    fireEvent.mouseDown(await screen.findByLabelText('同事'));
    fireEvent.click(await screen.findByTitle('小吴'));
    press('确认');
    await waitFor(() => expect(calls[0]).toMatchObject({ body: { agent: 'wu', version: 3 } }));
  });

  it('takes the ticket for oneself', async () => {
    const calls = fakeServer({ '/assign': { body: ticket() } });
    renderDesk(<TicketActions ticket={ticket({ version: 3 })} />, LAN);
    press('指派给我');
    await waitFor(() => expect(calls[0]).toMatchObject({ body: { agent: 'lan', version: 3 } }));
  });
});
