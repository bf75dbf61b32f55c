import { render } from 'preact';
import { act } from 'preact/test-utils';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Card, DecisionCard, OrderListCard } from '../../../shared/cards';
import type { Choice } from '../../../shared/protocol';
import { Photos } from '../../chat/photos';
import type { Chat } from '../../chat/chat';
import { ServicesContext } from '../context';
import { CardView, drawable, ownedByCard } from './CardView';
import type { Asked } from './types';

const VASE: OrderListCard['orders'][number] = {
  order_id: '202600010010',
  status_text: '已签收',
  signed_text: '今天签收',
  total: '189.00',
  lines: [{ line_id: '1', name: '玻璃花瓶', spec: null, quantity: 1, paid: '189.00', category: 'home' }],
};
const WINE: OrderListCard['orders'][number] = {
  order_id: '202600010019',
  status_text: '已签收',
  total: '1376.00',
  lines: [{ line_id: '1', name: '白酒礼盒', quantity: 2, paid: '1376.00', category: 'food' }],
};
const DECISION: DecisionCard = {
  kind: 'decision',
  outcome: 'approve',
  outcome_text: '通过',
  title: '运输途中损坏',
  explanation: '签收 48 小时内反馈，责任在我们。',
  remedy_text: '补发',
  freight_text: '商家承担',
  refund_amount: '0.00',
  deadlines: [{ text: '发出新商品', target_text: '3月3日 18:00', limit_text: '3月5日 18:00' }],
  rules: [{ id: 'R-DMG', title: '运输途中损坏' }],
  alternatives: ['申请主管复核'],
};

describe('cards', () => {
  let root: HTMLElement;
  const choose = vi.fn<(choice: Choice) => void>();
  const rate = vi.fn<(score: number, comment: string, ticket?: string) => Promise<boolean>>();
  const photos = new Photos('https://service.example/', () => null);
  const url = vi.spyOn(photos, 'url');

  beforeEach(() => {
    root = document.createElement('div');
    document.body.append(root);
    url.mockResolvedValue('blob:1');
  });
  afterEach(() => {
    render(null, root);
    root.remove();
    vi.clearAllMocks();
  });

  function show(card: Card, asked: Partial<Asked> = {}): void {
    const services = { chat: { rate } as unknown as Chat, photos, show: vi.fn() };
    const whole: Asked = { choices: [], live: true, picked: null, choose, ...asked };
    void act(() =>
      render(
        <ServicesContext.Provider value={services}>
          <CardView card={card} asked={whole} />
        </ServicesContext.Provider>,
        root,
      ),
    );
  }
  const buttons = (): HTMLButtonElement[] => [...root.querySelectorAll('button')];
  const tap = (element: HTMLElement | undefined): void => void act(() => element?.click());

  describe('order list', () => {
    const card: Card = { kind: 'order_list', orders: [VASE, WINE] };
    const choices = [
      { id: 'x', title: '玻璃花瓶', value: 'order:202600010010' },
      { id: 'y', title: '白酒礼盒', value: 'order:202600010019' },
    ];

    it('sends the choice that belongs to the order tapped', () => {
      show(card, { choices });
      tap(buttons()[1]);
      expect(choose).toHaveBeenCalledWith(choices[1]);
    });

    it('shows product, price, state and date', () => {
      show(card, { choices });
      for (const text of ['玻璃花瓶', '¥189.00', '已签收', '今天签收', '¥1,376.00', '×2']) {
        expect(root.textContent).toContain(text);
      }
    });

    it('can no longer be tapped once answered, and marks the order taken', () => {
      show(card, { choices, live: false, picked: 'x' });
      expect(buttons().map(({ disabled }) => disabled)).toEqual([true, true]);
      expect(buttons().map((button) => button.getAttribute('aria-pressed'))).toEqual(['true', 'false']);
    });

    it('does not offer an order without a choice', () => {
      show(card, { choices: choices.slice(0, 1) });
      expect(buttons().map(({ disabled }) => disabled)).toEqual([false, true]);
    });
  });

  it('decision says what, why, who pays, by when, which rule and what else', () => {
    show(DECISION);
    for (const text of ['通过', '责任在我们', '商家承担', '3月3日 18:00', '最晚 3月5日 18:00', 'R-DMG', '申请主管复核']) {
      expect(root.textContent).toContain(text);
    }
  });

  it('a refund of nothing is not mentioned', () => {
    show(DECISION);
    expect(root.textContent).not.toContain('退款金额');
    show({ ...DECISION, refund_amount: '189.00' });
    expect(root.textContent).toContain('退款金额¥189.00');
  });

  it('ticket shows its number, decision and dates, and leaves out what is unknown', () => {
    show({
      kind: 'ticket',
      number: 'AS0000000012',
      status: 'approved',
      status_text: '已通过',
      type_text: '补发',
      remedy_text: '补发',
      reason_text: '运输破损',
      freight_text: '',
      refund_amount: null,
      deadlines: DECISION.deadlines,
      items: [{ name: '玻璃花瓶', quantity: 1 }],
      created_text: '3月2日 10:00',
    });
    for (const text of ['AS0000000012', '已通过', '玻璃花瓶 ×1', '3月3日 18:00']) expect(root.textContent).toContain(text);
    for (const text of ['运费', '退款金额', 'null']) expect(root.textContent).not.toContain(text);
  });

  it('summary shows which photo is which', () => {
    show({ kind: 'summary', title: '请核对', rows: [{ label: '商品', value: '玻璃花瓶' }], photos: [{ id: 'p', kind_text: '包装' }] });
    expect(root.querySelector('.card-photos')?.textContent).toContain('包装');
    expect(url).toHaveBeenCalledWith('p');
  });

  it('progress names the present step', () => {
    show({
      kind: 'progress',
      number: 'AS1',
      steps: [
        { text: '已提交', state: 'done' },
        { text: '审核中', state: 'now' },
      ],
    });
    expect(root.querySelector('[aria-current=step]')?.textContent).toContain('审核中');
  });

  it('consent offers its answers as buttons', () => {
    const choices = [
      { id: 'a', title: '同意', value: 'agree' },
      { id: 'd', title: '暂不同意', value: 'decline' },
    ];
    show({ kind: 'consent', text: '我们需要使用订单信息', items: ['核对订单'] }, { choices });
    expect(buttons().map(({ textContent }) => textContent)).toEqual(['同意', '暂不同意']);
    tap(buttons()[0]);
    expect(choose).toHaveBeenCalledWith(choices[0]);
  });

  it('rating sends the score and says thanks once it was taken, else lets her try again', async () => {
    rate.mockResolvedValueOnce(false).mockResolvedValueOnce(true);
    show({ kind: 'rating', ticket: 'AS0000000001' });
    tap(root.querySelectorAll('input')[3]);
    await act(() => Promise.resolve(buttons()[0]?.click()));
    expect(root.textContent).toContain('没有提交成功');
    await act(() => Promise.resolve(buttons()[0]?.click()));
    expect(rate.mock.calls).toEqual([
      [4, '', 'AS0000000001'],
      [4, '', 'AS0000000001'],
    ]);
    expect(root.textContent).toContain('感谢');
  });

  it('unknown kinds are left to the text of the message', () => {
    expect(drawable({ kind: 'hologram' } as unknown as Card)).toBe(false);
    expect(drawable(undefined)).toBe(false);
    expect(drawable(DECISION)).toBe(true);
  });

  it('a malformed card shows nothing and breaks nothing', () => {
    expect(() => show({ kind: 'order_list' } as unknown as Card)).not.toThrow();
    expect(root.textContent).toBe('');
  });

  it('only consent and order choices are drawn by their card', () => {
    const list: Card = { kind: 'order_list', orders: [] };
    expect([ownedByCard(list, 'order:1'), ownedByCard(list, 'no'), ownedByCard(DECISION, 'yes')]).toEqual([true, false, false]);
    expect(ownedByCard({ kind: 'consent', text: '', items: [] }, 'agree')).toBe(true);
  });
});
