import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';

import { pagesFor } from '../shell/pages';
import { LAN, SHEN, ZHOU } from '../testing/examples';
import { DRAWN, renderDesk } from '../testing/renderDesk';
import { type Call, fakeServer } from '../testing/server';
import type { Agent, DefinedFigure, Figure, Report } from '../types';
import { ReportsPage } from './ReportsPage';

const REPLY: DefinedFigure = {
  ...{ id: 'first_reply', value: 96.5, numerator: 193, denominator: 200, reached: true },
  ...{ name: '首次回复', aim: '24 小时内', counted: '顾客转人工后，客服第一次回复她的时间。', unit: 'percent' },
  ...{ goal: 95, better: 'higher', source: '《网上商城售后服务范本》 4(1)' },
};
const HANDLING: DefinedFigure = {
  ...{ id: 'handling', value: 18.2, numerator: 91, denominator: 5, reached: false, name: '平均处理时长', aim: null },
  ...{ counted: '每次接待的分钟数。', unit: 'minutes', goal: 15, better: 'lower', source: '《网上商城售后服务范本》 4(1)' },
};
const REPAIR: DefinedFigure = {
  ...{ id: 'repair', value: null, numerator: 0, denominator: 0, reached: null, name: '维修完成', aim: '7 个工作日内' },
  ...{ counted: '从收到商品到修好。', unit: 'percent', goal: 96, better: 'higher', source: '《网上商城售后服务范本》 4(3)' },
};

function plain({ id, value, numerator, denominator, reached }: Figure): Figure {
  return { id, value, numerator, denominator, reached };
}

function report(changes: Partial<Report> = {}): Report {
  const figures = [REPLY, HANDLING, REPAIR];
  return {
    ...{ from: '2026-03-04', to: '2026-03-10', figures },
    groups: [{ key: 'widget', name: '网页', figures: figures.map(plain) }],
    reasons: [
      { reason: 'quality', name: '质量问题', count: 6, share: 60 },
      { reason: 'damaged', name: '运输破损', count: 4, share: 40 },
    ],
    ...changes,
  };
}

const DAYS = report({
  groups: [
    { key: '2026-03-09', name: '3月9日', figures: [plain(REPLY), plain(HANDLING), plain(REPAIR)] },
    { key: '2026-03-10', name: '3月10日', figures: [{ ...plain(REPLY), value: null, denominator: 0, reached: null }] },
  ],
});

let calls: Call[];

function open(agent: Agent = ZHOU, answer: (query: URLSearchParams) => Report = byTime): void {
  calls = fakeServer({ '/api/reports': ({ path }) => ({ body: answer(queryOf(path)) }) });
  renderDesk(<ReportsPage />, agent);
}

const byTime = (query: URLSearchParams) => (query.get('by') === 'day' ? DAYS : report());
const queryOf = (path: string) => new URLSearchParams(path.split('?')[1]);
const asked = () => calls.map(({ path }) => queryOf(path));

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

describe('the report of a supervisor', DRAWN, () => {
  it('tells each figure with its goal, its sample and whether it is reached', async () => {
    open();
    const tiles = within(await screen.findByRole('list', { name: '指标' }));
    const [reply, handling, repair] = tiles.getAllByRole('listitem');
    for (const text of ['96.5%', '✓ 达标', '24 小时内', '目标 ≥ 95% · 样本 200']) within(reply!).getByText(text);
    for (const text of ['18.2 分钟', '✕ 未达标', '目标 ≤ 15 分钟 · 样本 5']) within(handling!).getByText(text);
    within(repair!).getByText('暂无数据');
    expect(within(repair!).queryByText(/达标/)).toBeNull();
  });

  it('explains what is counted', async () => {
    open();
    fireEvent.click(await screen.findByRole('button', { name: '首次回复怎么算' }));
    expect(await screen.findByText('目标出处：《网上商城售后服务范本》 4(1)')).toBeTruthy();
  });

  it('draws the chosen figure over time, with gaps where nothing is known', async () => {
    open();
    expect(await screen.findByRole('img', { name: '首次回复走势，数字见下表' })).toBeTruthy();
    expect(screen.getByText('3月9日：96.5%（样本 200）')).toBeTruthy();
    fireEvent.click(screen.getByRole('button', { name: /^维修完成 ?7/ }));
    expect(await screen.findByText('这段时间还没有数据。')).toBeTruthy();
  });

  it('shows the reasons of returns and the groups', async () => {
    open();
    const row = (await screen.findByRole('rowheader', { name: '网页' })).closest('tr')!;
    expect(within(row).getByText('18.2 分钟')).toBeTruthy();
    expect(within(row).getByTitle('未达标')).toBeTruthy();
    expect(within(row).getByLabelText('暂无数据')).toBeTruthy();
    expect(screen.getByText('6 单')).toBeTruthy();
    fireEvent.click(screen.getByText('按客服'));
    await waitFor(() => expect(asked().some((query) => query.get('by') === 'agent')).toBe(true));
  });

  it('asks for other days, and for own ones once both are there', async () => {
    open();
    fireEvent.click(await screen.findByText('今天'));
    await waitFor(() => expect(asked().some((query) => query.get('from') === query.get('to'))).toBe(true));
    fireEvent.click(screen.getByText('自选'));
    fireEvent.change(await screen.findByLabelText('开始日期'), { target: { value: '2026-01-05' } });
    await waitFor(() => expect(asked().at(-1)!.get('from')).toBe('2026-01-05'));
    fireEvent.change(screen.getByLabelText('结束日期'), { target: { value: '' } });
    expect(await screen.findByText('请选择开始和结束日期。')).toBeTruthy();
  });

  it('hands the same out as a table', async () => {
    const saved = vi.fn(() => 'blob:table');
    vi.stubGlobal('URL', Object.assign(URL, { createObjectURL: saved, revokeObjectURL: vi.fn() }));
    open();
    fireEvent.click(await screen.findByRole('button', { name: '导出 CSV' }));
    await waitFor(() => expect(saved).toHaveBeenCalledOnce());
    expect(asked().some((query) => query.get('format') === 'csv' && query.get('by') === 'channel')).toBe(true);
  });

  it('says what the service refuses, and tries again', async () => {
    const error = { code: 'invalid', message: '结束日期不能早于开始日期。', field: 'to' };
    fakeServer({ '/api/reports': { status: 422, body: { error } } });
    renderDesk(<ReportsPage />, ZHOU);
    expect(await screen.findByText('结束日期不能早于开始日期。')).toBeTruthy();
    fakeServer({ '/api/reports': { body: report() } });
    fireEvent.click(screen.getByRole('button', { name: '重试' }));
    expect(await screen.findByRole('list', { name: '指标' })).toBeTruthy();
  });
});

describe('who sees reports', DRAWN, () => {
  it('is supervisors and merchants', () => {
    const seen = (agent: Agent) => pagesFor(agent).some(({ path }) => path === 'reports');
    expect([ZHOU, SHEN, LAN].map(seen)).toEqual([true, true, false]);
  });

  it('offers a merchant no other merchants', async () => {
    open(SHEN);
    await screen.findByRole('list', { name: '指标' });
    expect(screen.queryByText('按商家')).toBeNull();
    expect(screen.queryByLabelText('商家')).toBeNull();
    expect(asked().every((query) => query.get('by') !== 'merchant')).toBe(true);
  });

  it('says when nothing happened', async () => {
    open(ZHOU, () => report({ figures: [REPAIR], groups: [], reasons: [] }));
    expect(await screen.findByText('这段时间没有退换货申请。')).toBeTruthy();
    expect(screen.getByText('这段时间还没有数据')).toBeTruthy();
  });
});
