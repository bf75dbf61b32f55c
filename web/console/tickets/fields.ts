/** What each kind of record asks for; names and meaning are the service's (`record_data`). */
import { causes } from '../words';
import { appointments, partStates, repairWork } from './words';

export interface Field {
  name: string;
  label: string;
  kind: 'text' | 'long' | 'yuan' | 'count' | 'choice' | 'tags' | 'moment' | 'day';
  required?: boolean;
  /** The choices, by id. */
  words?: Readonly<Record<string, string>>;
  placeholder?: string;
  extra?: string;
}

export type Values = Record<string, unknown>;

const carrier: Field = { name: 'carrier', label: '快递公司', kind: 'text', placeholder: '例如 顺丰' };
const yuan: Field = { name: 'amount', label: '金额（元）', kind: 'yuan', required: true };
const reference: Field = { name: 'reference', label: '流水号', kind: 'text' };
const channel: Field = { name: 'channel', label: '打款渠道', kind: 'text', placeholder: '例如 原支付渠道' };
const parts: Field = { name: 'parts', label: '更换配件', kind: 'tags', placeholder: '输入后按回车，可填多个' };

export const RECORD_FIELDS: Readonly<Record<string, readonly Field[]>> = {
  supplement: [{ name: 'text', label: '顾客补充的内容', kind: 'long', required: true }],
  urge: [],
  waybill: [carrier, { name: 'number', label: '运单号', kind: 'text', required: true }],
  inspection: [
    { name: 'passed', label: '检测结果', kind: 'choice', required: true, words: { true: '通过', false: '未通过' } },
    { name: 'cause', label: '故障原因', kind: 'choice', words: causes },
    { name: 'finding', label: '检测情况', kind: 'long' },
    { name: 'repair', label: '维修难度', kind: 'choice', words: repairWork, extra: '要维修时选；简单维修的完成时间更短' },
  ],
  quote: [yuan, parts, { name: 'days', label: '预计工作日', kind: 'count' }],
  quote_answer: [{ name: 'accepted', label: '顾客答复', kind: 'choice', words: { true: '同意', false: '不同意' } }],
  part: [
    { name: 'name', label: '配件名称', kind: 'text', required: true },
    { name: 'quantity', label: '数量', kind: 'count' },
    { name: 'state', label: '到哪一步', kind: 'choice', words: partStates, required: true },
  ],
  progress: [{ name: 'text', label: '进展', kind: 'long', required: true, extra: '顾客会收到这句话' }],
  repair: [
    { name: 'done', label: '维修内容', kind: 'long', required: true },
    parts,
    { name: 'warranty', label: '保修说明', kind: 'text', placeholder: '例如 更换的配件保修 90 天' },
  ],
  shipment: [
    carrier,
    { name: 'tracking_number', label: '运单号', kind: 'text' },
    { name: 'spec', label: '寄出规格', kind: 'text' },
  ],
  refund: [yuan, reference, channel],
  receipt: [yuan],
  reimbursement: [yuan, reference, channel],
  appointment: [
    { name: 'what', label: '预约类型', kind: 'choice', required: true, words: appointments },
    { name: 'at', label: '时间（北京时间）', kind: 'moment', required: true },
    { name: 'until', label: '最晚到', kind: 'moment' },
    { name: 'fee', label: '费用（元）', kind: 'yuan', extra: '收费的话，先和顾客说清楚' },
  ],
  change: [
    { name: 'name', label: '收件人', kind: 'text' },
    { name: 'phone', label: '电话', kind: 'text' },
    { name: 'address', label: '地址', kind: 'long' },
    { name: 'deliver_on', label: '送达日期', kind: 'day', extra: '没有填的按订单原样' },
  ],
  note: [{ name: 'text', label: '备注', kind: 'long', required: true, extra: '只有同事能看到' }],
};

/** Which record's fields a step takes along; the step's reason fills the record's words. */
const OF_STEP: Readonly<Record<string, string>> = {
  'awaiting_return>returned': 'waybill',
  'inspecting>inspection_failed': 'inspection',
  'inspecting>refunding': 'inspection',
  'inspecting>exchanging': 'inspection',
  'inspecting>repairing': 'inspection',
  'inspecting>quoting': 'inspection',
  'quoting>awaiting_quote': 'quote',
  'repairing>exchanging': 'repair',
  'repairing>refunding': 'repair',
  'repairing>completed': 'repair',
  'exchanging>completed': 'shipment',
  'reshipping>completed': 'shipment',
  'sending_back>closed': 'shipment',
  'refunding>completed': 'refund',
  'compensating>completed': 'refund',
};

/** What the step itself says, or what the ticket knows already. */
const SAID_BY_STEP = ['passed', 'finding', 'done'];

export function stepFields(from: string, to: string): Field[] {
  const kind = OF_STEP[`${from}>${to}`];
  const asked = (kind && RECORD_FIELDS[kind]?.filter(({ name }) => !SAID_BY_STEP.includes(name))) || [];
  return kind === 'waybill' || kind === 'refund' ? asked.map((field) => ({ ...field, required: false })) : asked;
}

/** What was filled in, as the service reads it: no blanks, truth values as such. */
export function filled(fields: readonly Field[], values: Values): Values {
  const entries = fields.map(({ name }) => [name, plain(values[name])] as const);
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
}

function plain(value: unknown): unknown {
  if (value === null || value === undefined || (Array.isArray(value) && !value.length)) return undefined;
  if (value === 'true' || value === 'false') return value === 'true';
  return typeof value === 'string' ? value.trim() || undefined : value;
}
