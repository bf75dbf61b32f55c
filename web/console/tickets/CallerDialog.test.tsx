import { cleanup, fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';

import { LAN, ticket, ZHOU } from '../testing/examples';
import { DRAWN, renderDesk } from '../testing/renderDesk';
import { fakeServer } from '../testing/server';
import type { Agent } from '../types';
import { CallerDialog } from './CallerDialog';

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

const FRYER = {
  order_id: '202600010003',
  status: 'signed',
  signed_at: '2026-03-02T10:00:00+08:00',
  receiver: { name: '林*', phone: '138****1234', address: '浙江省****' },
  lines: [{ line_id: 'L1', name: '空气炸锅', spec: '5L', category: 'small_appliance', quantity: 1, paid: '399.00' }],
};
const refusal = { code: 'refused_by_policy', message: '已过七天（R-NR-LATE）还可以：按质量问题申请。', field: 'reason' };

async function takenDown(agent: Agent): Promise<void> {
  renderDesk(<CallerDialog onClose={() => undefined} />, agent);
  fireEvent.change(screen.getByPlaceholderText('订单号'), { target: { value: FRYER.order_id } });
  fireEvent.click(screen.getByRole('button', { name: '查订单' }));
  await screen.findByText(/林\* 138\*\*\*\*1234/);
  fireEvent.mouseDown(screen.getByLabelText('原因'));
  fireEvent.click(await screen.findByTitle('七天无理由'));
  fireEvent.change(screen.getByLabelText('顾客怎么说'), { target: { value: '不想要了，想退' } });
  fireEvent.click(screen.getByRole('button', { name: '提交申请' }));
}

describe('taking down an application for a caller', DRAWN, () => {
  it('sends what was said about the goods of the order', async () => {
    const calls = fakeServer({ '/202600010003': { body: FRYER }, '/api/tickets': { status: 201, body: ticket() } });
    await takenDown(LAN);
    await waitFor(() => expect(calls.at(-1)?.path).toBe('/api/tickets'));
    expect(calls.at(-1)?.body).toMatchObject({
      order_id: '202600010003',
      items: [{ line_id: 'L1', quantity: 1 }],
      reason: 'no_reason',
      description: '不想要了，想退',
    });
  });

  it.each([
    [LAN, 0],
    [ZHOU, 1],
  ])('shows why the rules refuse it, and lets only a supervisor say why not', async (agent, favours) => {
    fakeServer({ '/202600010003': { body: FRYER }, '/api/tickets': { status: 422, body: { error: refusal } } });
    await takenDown(agent);
    expect(await screen.findByText(refusal.message)).toBeTruthy();
    expect(screen.queryAllByLabelText('特批理由')).toHaveLength(favours);
  });
});
