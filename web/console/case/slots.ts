import type { Slots, SlotValue } from '../types';
import { causes, reasons, remedies, requests, slotNames, virtualKinds, word } from '../words';

export type Editor = 'text' | 'long' | 'number' | 'yes_no' | 'choice';

/** Slots whose values are ids of the policy. */
export const CHOICES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  request: requests,
  remedy: remedies,
  reason: reasons,
  cause: causes,
  virtual_kind: virtualKinds,
};

/** What an agent may correct before handing back, and how. The rest of the slots is shown only. */
export const EDITORS: Readonly<Record<string, Editor>> = {
  request: 'choice',
  order_id: 'text',
  quantity: 'number',
  remedy: 'choice',
  cause: 'choice',
  description: 'long',
  defect: 'text',
  complete: 'yes_no',
  spec: 'text',
};

/** Always offered, also while empty: without them no claim can be decided. */
const ALWAYS = ['request', 'order_id', 'quantity', 'remedy', 'description'];

export function editable(slots: Slots): string[] {
  return Object.keys(EDITORS).filter((name) => {
    const value = slots[name] ?? null;
    return value === null ? ALWAYS.includes(name) : typeof value !== 'object';
  });
}

/** What is known besides `others`; slots without a name here are the dialogue's own bookkeeping. */
export function known(slots: Slots, others: string[]): [name: string, value: SlotValue][] {
  return Object.entries(slots).filter(
    ([name, value]) => name in slotNames && !others.includes(name) && showSlot(name, value) !== '',
  );
}

/** The draft with one slot set; a value equal to the stored one is no change. Empty means: forget it. */
export function withChange(draft: Slots, slots: Slots, name: string, value: SlotValue): Slots {
  const next = value === '' ? null : value;
  if (next !== (slots[name] ?? null)) return { ...draft, [name]: next };
  return Object.fromEntries(Object.entries(draft).filter(([other]) => other !== name));
}

/** A slot's value in words; empty when there is nothing to read. `lines` names the lines of the order. */
export function showSlot(name: string, value: SlotValue, lines: ReadonlyMap<string, string> = NO_LINES): string {
  if (value === null || value === '') return '';
  if (typeof value === 'boolean') return value ? '是' : '否';
  if (Array.isArray(value)) {
    if (name.startsWith('photo_')) return `${value.length} 张`;
    return value.map((item) => showSlot(name, item, lines)).join('、');
  }
  if (typeof value === 'object') return showPieces(value, lines);
  return name === 'line_id' ? (lines.get(String(value)) ?? `商品行 ${value}`) : word(CHOICES[name] ?? {}, String(value));
}

const NO_LINES: ReadonlyMap<string, string> = new Map();

/** Pieces of a line as people write them: `玻璃花瓶 ×1`. */
function showPieces({ line_id: line = null, quantity = null, ...more }: Slots, lines: ReadonlyMap<string, string>): string {
  const pieces = [showSlot('line_id', line, lines), quantity === null ? '' : `×${showSlot('quantity', quantity)}`];
  const rest = Object.entries(more).map(([key, item]) => `${word(slotNames, key)} ${showSlot(key, item, lines)}`);
  return [pieces.filter(Boolean).join(' '), ...rest].filter(Boolean).join('，');
}
