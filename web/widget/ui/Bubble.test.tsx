import { render } from 'preact';
import { act } from 'preact/test-utils';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Card } from '../../shared/cards';
import type { Message } from '../../shared/protocol';
import { sample } from '../chat/samples';
import { OtherBubble } from './Bubble';
import { splitAddress } from './text';

const RETURN = '您的申请 AS0000000012 可以寄回商品了，收货信息如下：\n收件人：售后部\n电话：400-000-0000\n地址：杭州市某路 1 号\n请勿到付\n寄回后把快递单号发给我就行。';
const PROGRESS: Card = {
  kind: 'progress',
  number: 'AS0000000012',
  steps: [
    { text: '审核中', state: 'done' },
    { text: '已通过', state: 'done' },
    { text: '审核中', state: 'done' },
    { text: '待您寄回', state: 'now' },
  ],
};

describe('what the other side says', () => {
  let root: HTMLElement;

  beforeEach(() => {
    root = document.createElement('div');
    document.body.append(root);
  });
  afterEach(() => {
    render(null, root);
    root.remove();
    vi.unstubAllGlobals();
  });

  function show(more: Partial<Message>): void {
    const asked = { choices: more.choices ?? [], live: true, picked: null, choose: vi.fn() };
    void act(() => render(<OtherBubble message={sample(1, more)} leads asked={asked} onPhoto={undefined} />, root));
  }

  it('a remark of the system is a line, news about the case a card with the present step', () => {
    show({ from: 'system', text: '小兰已接入' });
    expect(root.querySelector('.system')?.textContent).toBe('小兰已接入');
    show({ from: 'system', text: RETURN, card: PROGRESS });
    expect(root.querySelector('.card-notice .pill')?.textContent).toBe('待您寄回');
    expect(root.querySelectorAll('.steps li')).toHaveLength(4);
    show({ from: 'system', text: '提醒您一下，申请 AS0000000012 还没收到您寄回的快递单号，周三前寄出都可以。' });
    expect(root.querySelector('.card-notice')?.textContent).toContain('提醒您一下');
  });

  it('the return address is copied as one', async () => {
    const writeText = vi.fn(() => Promise.resolve());
    vi.stubGlobal('navigator', { clipboard: { writeText } });
    show({ from: 'system', text: RETURN, card: PROGRESS });
    await act(() => Promise.resolve(root.querySelector<HTMLButtonElement>('.address button')?.click()));
    expect(writeText).toHaveBeenCalledWith('收件人：售后部\n电话：400-000-0000\n地址：杭州市某路 1 号');
    expect(root.textContent).toContain('请勿到付');
  });

  it('a text without an address stays whole', () => {
    expect(splitAddress('请告诉我新的地址：')).toEqual({ before: '请告诉我新的地址：', address: null, after: '' });
  });

  it('a quote is answered with its choices under the news', () => {
    const choices = [{ id: 'y', title: '同意维修', value: 'yes' }];
    show({ from: 'system', text: '您的维修报价出来了：¥80.00。', card: PROGRESS, choices });
    expect(root.querySelector('.choices')?.textContent).toContain('同意维修');
  });

  it('links the own downloads of the service and nothing else', () => {
    show({ text: '请在 10 分钟内下载，链接只能用一次：/api/privacy/exports/aB-3_x.y.' });
    const link = root.querySelector('a');
    expect(link?.getAttribute('href')).toBe('/api/privacy/exports/aB-3_x.y');
    for (const text of ['看 https://evil.example/api/x', '退/换都行，24/7', '//evil.example', 'javascript:alert(1)']) {
      show({ text });
      expect(root.querySelector('a')).toBeNull();
    }
  });

  it('does not link what an agent writes', () => {
    show({ from: 'agent', text: '/api/privacy/exports/x' });
    expect(root.querySelector('a')).toBeNull();
  });
});
