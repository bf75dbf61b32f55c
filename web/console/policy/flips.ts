import { moment } from '../format';
import type { Flip } from '../types';
import { causes, word } from '../words';
import { facts, noReasons, virtualStates } from './words';

/** `order.lines.0.traits.stock` and `order.lines.1.traits.stock` are the same fact. */
export function factName(path: string): string {
  return word(facts, path.replace(/\.\d+(?=\.|$)/g, ''));
}

/** One fact that would have let the claim pass: `商品照片：1 张`. */
export function flipText({ fact, needed }: Flip): string {
  return `${factName(fact)}：${neededText(fact, needed)}`;
}

function neededText(fact: string, needed: unknown): string {
  if (fact === 'now') return moment(String(needed));
  if (typeof needed === 'boolean') return needed ? '是' : '否';
  if (typeof needed === 'object' && needed !== null) {
    return Object.entries(needed)
      .map(([name, value]) => `${factName(`${fact}.${name}`)} ${neededText(`${fact}.${name}`, value)}`)
      .join('，');
  }
  if (fact.startsWith('claim.photos')) return `${String(needed)} 张`;
  return word({ ...causes, ...noReasons, ...virtualStates }, String(needed));
}
