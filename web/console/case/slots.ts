import type { Slots, SlotValue } from '../types';
import { reasons, remedies, requests, word } from '../words';

export type Editor = 'text' | 'long' | 'number' | 'yes_no' | 'remedy' | 'reason';

/** What an agent may correct before handing back, and how. The rest of the slots is shown only. */
export const EDITORS: Readonly<Record<string, Editor>> = {
  order_id: 'text',
  remedy: 'remedy',
  reason: 'reason',
  quantity: 'number',
  description: 'long',
  complete: 'yes_no',
  name: 'text',
  phone: 'text',
  address: 'long',
  waybill: 'text',
};

/** Always offered, also while empty: without them no claim can be decided. */
const ALWAYS = ['order_id', 'remedy', 'reason', 'quantity', 'description'];

export function editable(slots: Slots): string[] {
  return Object.keys(EDITORS).filter((name) => {
    const value = slots[name] ?? null;
    return value === null ? ALWAYS.includes(name) : typeof value !== 'object';
  });
}

export function readOnly(slots: Slots): [name: string, value: SlotValue][] {
  const edited = editable(slots);
  return Object.entries(slots).filter(([name, value]) => !edited.includes(name) && showSlot(name, value) !== '');
}

/** The draft with one slot set; a value equal to the stored one is no change. Empty means: forget it. */
export function withChange(draft: Slots, slots: Slots, name: string, value: SlotValue): Slots {
  const next = value === '' ? null : value;
  if (next !== (slots[name] ?? null)) return { ...draft, [name]: next };
  return Object.fromEntries(Object.entries(draft).filter(([other]) => other !== name));
}

/** A slot's value in words; empty when there is nothing to read. */
export function showSlot(name: string, value: SlotValue): string {
  if (value === null || value === '') return '';
  if (typeof value === 'boolean') return value ? '是' : '否';
  if (Array.isArray(value)) return value.map((item) => showSlot(name, item)).join('、');
  if (typeof value === 'object') {
    return Object.entries(value)
      .map(([key, item]) => `${key}：${showSlot(key, item)}`)
      .join('，');
  }
  const names = { remedy: remedies, reason: reasons, request: requests }[name];
  return names ? word(names, String(value)) : String(value);
}
