/** What an agent takes down for a caller, and how the service reads it. */
import type { Order } from '../types';
import { causes } from '../words';
import { type Field, filled, RECORD_FIELDS, type Values } from './fields';

const goods: Field = { name: 'goods', label: '看到的商品照片（张）', kind: 'count' };
const yes = { true: '是', false: '否' };

/** Facts of the claim that decide, by reason; what is left empty counts as unknown. */
const CLAIM_FIELDS: Readonly<Record<string, readonly Field[]>> = {
  no_reason: [{ name: 'complete', label: '商品完好、配件齐全', kind: 'choice', words: yes }],
  quality: [
    goods,
    { name: 'cause', label: '故障原因', kind: 'choice', words: causes },
    { name: 'repairs', label: '已经修过几次', kind: 'count' },
  ],
  damaged: [
    goods,
    { name: 'parcel', label: '看到的包装或面单照片（张）', kind: 'count' },
    { name: 'fault', label: '坏到不能用', kind: 'choice', words: { broken: '是', true: '否' } },
  ],
  wrong_item: [goods],
  not_as_described: [goods],
  missing: [goods],
};

const NEW_SPEC = ['exchange', 'modify'];
const SENT_TO = ['modify', 'reship'];

export const spec: Field = { name: 'spec', label: '要换成的颜色或尺码', kind: 'text' };

export function claimFields(reason: string | undefined): readonly Field[] {
  return (reason && CLAIM_FIELDS[reason]) || [];
}

export function wishFields(remedy: string | undefined): readonly Field[] {
  if (!remedy) return [];
  return [...(NEW_SPEC.includes(remedy) ? [spec] : []), ...(SENT_TO.includes(remedy) ? (RECORD_FIELDS.change ?? []) : [])];
}

export interface CallerValues extends Values {
  pieces?: Record<string, number | null>;
  reason?: string;
  remedy?: string;
  description?: string;
  favour?: string;
}

/** The body of the application; the same `id` opens nothing twice. */
export function application(order: Order, values: CallerValues, id: string): object {
  const { pieces = {}, reason, remedy, description = '', favour } = values;
  const { goods: seen, parcel, ...claim } = filled(claimFields(reason), values);
  const { spec: wanted, ...change } = filled(wishFields(remedy), values);
  return {
    id,
    order_id: order.order_id,
    items: order.lines.flatMap(({ line_id }) => (pieces[line_id] ? [{ line_id, quantity: pieces[line_id] }] : [])),
    reason,
    description: description.trim(),
    ...(remedy && { remedy }),
    ...(wanted !== undefined && { spec: wanted }),
    ...(Object.keys(change).length > 0 && { change }),
    ...(favour?.trim() && { favour: favour.trim() }),
    claim: { ...claim, ...((seen ?? parcel) !== undefined && { photos: { goods: seen ?? 0, parcel: parcel ?? 0 } }) },
  };
}
