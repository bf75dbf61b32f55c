import { artOf } from '../shared/art';
import { yuan } from '../shared/money';
import { demoText as t } from '../shared/zh';
import type { DemoOrder } from './orders';

const SVG = 'http://www.w3.org/2000/svg';

/** An element with a class and children. */
function el(tag: string, className: string, ...children: (Node | string)[]): HTMLElement {
  const element = document.createElement(tag);
  if (className) element.className = className;
  element.append(...children);
  return element;
}

export function picture(category: string): HTMLElement {
  const { body, detail, ink, tint } = artOf(category);
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('viewBox', '0 0 48 48');
  svg.setAttribute('aria-hidden', 'true');
  for (const [d, filled] of [
    [body, true],
    [detail, false],
  ] as const) {
    const path = document.createElementNS(SVG, 'path');
    path.setAttribute('d', d);
    if (filled) path.setAttribute('class', 'filled');
    svg.append(path);
  }
  const frame = el('span', 'picture', svg);
  frame.style.background = tint;
  frame.style.color = ink;
  return frame;
}

export function product(order: DemoOrder): HTMLElement {
  return el(
    'li',
    'item',
    picture(order.category),
    el('span', 'item-name', order.name),
    el('span', 'item-spec', order.spec ?? t.standard),
    el('span', 'price', yuan(order.paid)),
  );
}

async function copy(button: HTMLElement, text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    button.textContent = t.copied;
  } catch {
    button.textContent = t.copyFailed;
  }
}

function row(order: DemoOrder): HTMLElement {
  const button = el('button', 'copy', t.copy);
  button.setAttribute('type', 'button');
  button.setAttribute('aria-label', t.copyOrder(order.id));
  button.addEventListener('click', () => void copy(button, order.id));
  const spec = [order.spec, `×${order.quantity}`].filter(Boolean).join('　');
  return el(
    'li',
    'order',
    picture(order.category),
    el('div', 'order-text', el('span', 'item-name', order.name), el('span', 'item-spec', spec)),
    el('span', 'order-no', order.id, button),
    el('span', 'order-state', order.state),
    el('span', 'price', yuan(order.paid)),
  );
}

export function orderList(orders: DemoOrder[]): HTMLElement {
  return orders.length ? el('ul', 'orders', ...orders.map(row)) : el('p', 'empty', t.noOrders);
}
