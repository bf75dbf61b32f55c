import { cleanup, fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { ZHOU } from '../testing/examples';
import { DRAWN, renderDesk } from '../testing/renderDesk';
import { type Call, fakeServer } from '../testing/server';
import type { LearningStatus, Proposal } from '../types';
import { LearningPage } from './LearningPage';
import { fits, labelName, labelOf } from './labels';

const LABELS = ['cancel_order', 'faq/invoice', 'faq/return_freight', 'request_refund'];

function proposal(changes: Partial<Proposal> = {}): Proposal {
  return {
    id: 'a'.repeat(16),
    text: '那个钱咋整',
    count: 3,
    others: ['那个钱咋整呀'],
    readings: [
      { intent: 'request_refund', topic: null, confidence: 0.41 },
      { intent: 'cancel_order', topic: null, confidence: 0.38 },
      { intent: 'faq', topic: null, confidence: 0.1 },
    ],
    why: ['uncertain', 'frequent'],
    ...changes,
  };
}

const STATUS: LearningStatus = { labels: LABELS, labelled: 7, waiting: 7, needed: 3, last_run: null };
const TWO = [proposal(), proposal({ id: 'b'.repeat(16), text: '蓝莓酱打不开', others: [], count: 1, why: ['new'] })];

let calls: Call[];

function open(proposals: Proposal[] = TWO, status: LearningStatus = STATUS): void {
  calls = fakeServer({
    '/proposals': { body: { items: proposals } },
    '/labels': { body: {} },
    ['a'.repeat(16)]: { body: {} },
    '/api/learning': { body: status },
  });
  renderDesk(<LearningPage />, ZHOU);
}

const press = (key: string) => fireEvent.keyDown(document.body, { key });
const posted = () => calls.filter(({ body }) => body).map(({ body }) => body);

beforeEach(() => vi.stubGlobal('innerWidth', 1400));
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

describe('labelling by keyboard', DRAWN, () => {
  it('takes the reading that was numbered and goes on to the next message', async () => {
    open();
    expect(await screen.findByText('那个钱咋整')).toBeTruthy();
    expect(screen.getByText('说过 3 次')).toBeTruthy();
    press('2');
    expect(await screen.findByText('蓝莓酱打不开')).toBeTruthy();
    expect(posted()).toEqual([{ id: 'a'.repeat(16), label: 'cancel_order' }]);
  });

  it('passes over with S and takes the last one back with U', async () => {
    open();
    await screen.findByText('那个钱咋整');
    press('u');
    press('S');
    await screen.findByText('蓝莓酱打不开');
    press('u');
    expect(await screen.findByText('那个钱咋整')).toBeTruthy();
    expect(posted()).toEqual([{ id: 'a'.repeat(16), label: 'skip' }]);
    expect(calls.some(({ path }) => path === `/api/learning/labels/${'a'.repeat(16)}`)).toBe(true);
  });

  it('asks which topic when the reading has none', async () => {
    open();
    await screen.findByText('那个钱咋整');
    press('3');
    expect(await screen.findByTitle('咨询规则 · 发票')).toBeTruthy();
    expect(posted()).toEqual([]);
  });

  it('brings a message back whose label was refused, and says why', async () => {
    open();
    await screen.findByText('那个钱咋整');
    const error = { code: 'not_found', message: '这条消息已经不在了，请刷新页面。', field: 'id' };
    calls = fakeServer({ '/labels': { status: 404, body: { error } }, '/api/learning': { body: STATUS } });
    press('1');
    expect(await screen.findByText('这条消息已经不在了，请刷新页面。')).toBeTruthy();
    expect(screen.getByText('那个钱咋整')).toBeTruthy();
  });

  it('leaves keys alone that are typed into the search', async () => {
    open();
    await screen.findByText('那个钱咋整');
    fireEvent.keyDown(screen.getByLabelText('选择其他意图'), { key: 's' });
    fireEvent.keyDown(document.body, { key: 's', ctrlKey: true });
    expect(posted()).toEqual([]);
  });

  it('takes any other intent from the search', async () => {
    open();
    await screen.findByText('那个钱咋整');
    fireEvent.change(screen.getByLabelText('选择其他意图'), { target: { value: '运费' } });
    fireEvent.click(await screen.findByTitle('咨询规则 · 退货运费'));
    await screen.findByText('蓝莓酱打不开');
    expect(posted()).toEqual([{ id: 'a'.repeat(16), label: 'faq/return_freight' }]);
  });

  it('says when nothing is left, and what was refused', async () => {
    open([]);
    expect(await screen.findByText('最近的消息机器人都听得懂')).toBeTruthy();
    expect(screen.getByText('再标 3 条就可以训练。')).toBeTruthy();
  });
});

describe('the last training', DRAWN, () => {
  const figures = {
    guard: { messages: 1000, running: 900, candidate: 850 },
    held_out: { messages: 20, running: 10, candidate: 12 },
    new_labels: 40,
    doubted: ['x', 'y'],
  };
  const refused = { outcome: 'refused' as const, finished_at: '2026-03-02T10:00:00+08:00', figures, in_use: false };

  it('tells why a model was refused, with the figures of both', async () => {
    open(TWO, { ...STATUS, needed: 0, last_run: { ...refused, reasons: ['“问候” 变差了'] } });
    expect(await screen.findByText('新模型没有上线')).toBeTruthy();
    for (const text of ['“问候” 变差了', '正在使用的模型没有变动。', '90.0%', '85.0%', '60.0%']) {
      expect(screen.getByText(text)).toBeTruthy();
    }
    expect(screen.getByText('有 7 条新标注，可以训练了。')).toBeTruthy();
  });

  it('says while the assistant has not taken the new model up', async () => {
    open(TWO, { ...STATUS, last_run: { ...refused, outcome: 'deployed', reasons: [] } });
    expect(await screen.findByText('新模型已上线')).toBeTruthy();
    expect(screen.getByText('正在等机器人换上新模型。')).toBeTruthy();
  });

  it('shows a refusal of the service and tries again', async () => {
    fakeServer({ '/proposals': 'offline', '/api/learning': { body: STATUS } });
    renderDesk(<LearningPage />, ZHOU);
    expect(await screen.findByText('网络连接不上，请稍后再试。')).toBeTruthy();
    fakeServer({ '/proposals': { body: { items: TWO } }, '/api/learning': { body: STATUS } });
    fireEvent.click(screen.getByRole('button', { name: '重试' }));
    await waitFor(() => expect(screen.getByText('那个钱咋整')).toBeTruthy());
  });
});

describe('labels', () => {
  it('are called by intent and topic', () => {
    expect(labelName('faq/invoice')).toBe('咨询规则 · 发票');
    expect(labelName('request_refund')).toBe('退货退款');
    expect(labelName('faq/brand_new')).toBe('咨询规则 · brand_new');
  });

  it('are found by name and by id', () => {
    expect(fits('faq/invoice', ' 发票')).toBe(true);
    expect(fits('faq/invoice', 'INV')).toBe(true);
    expect(fits('faq/invoice', '运费')).toBe(false);
  });

  it('stand for a reading only with its topic', () => {
    expect(labelOf({ intent: 'faq', topic: 'invoice', confidence: 1 }, LABELS)).toBe('faq/invoice');
    expect(labelOf({ intent: 'faq', topic: null, confidence: 1 }, LABELS)).toBeUndefined();
  });
});
