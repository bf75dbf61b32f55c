import type { AfterSalesApi } from '../loader/main';
import { demoText as t } from '../shared/zh';
import { type DemoShopper, SHOPPERS } from './orders';
import { orderList, picture, product } from './page';

const REMEMBERED = 'demo:shopper';
const GOODS = ['202600010010', '202600010003', '202600010018', '202600010011', '202600010005', '202600010001'];
const HERO = ['home', 'shoes', 'fresh', 'wearable'];

const byId = (id: string): HTMLElement => document.getElementById(id) as HTMLElement;

/** Asks the shop who she is, as a real page would ask its own back end. */
async function identityOf(sub: string): Promise<string | null> {
  const reply = await fetch(`/demo/identity?sub=${encodeURIComponent(sub)}`);
  if (!reply.ok) return null;
  return ((await reply.json()) as { identity: string }).identity;
}

function show(shopper: DemoShopper): void {
  byId('orders-list').replaceChildren(orderList(shopper.orders));
  byId('hint').textContent = shopper.sub === 'lin' ? t.hint : t.otherHint;
}

function attach(widget: AfterSalesApi, { sub }: DemoShopper): void {
  widget.init(sub === null ? {} : { identityProvider: () => identityOf(sub) });
}

function start(): void {
  const remembered = localStorage.getItem(REMEMBERED);
  const select = byId('shopper') as HTMLSelectElement;
  for (const { sub, name } of SHOPPERS) select.append(new Option(name, sub ?? ''));
  select.value = remembered ?? 'lin';
  const current = (): DemoShopper => SHOPPERS.find(({ sub }) => (sub ?? '') === select.value) ?? (SHOPPERS[0] as DemoShopper);

  const everything = SHOPPERS.flatMap(({ orders }) => orders);
  byId('goods-list').append(...GOODS.flatMap((id) => everything.filter((order) => order.id === id)).map(product));
  byId('hero-art').append(...HERO.map(picture));
  show(current());
  attach(window.AfterSales, current());

  select.addEventListener('change', () => {
    localStorage.setItem(REMEMBERED, select.value);
    // Another person at the same browser: the conversation before is not hers.
    window.AfterSales.logout();
    show(current());
    attach(window.AfterSales, current());
  });
}

start();
