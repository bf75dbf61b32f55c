/** What the labels are called on screen: the intent, and its topic where it has one. */
import type { Proposal } from '../types';
import { intents, word } from '../words';

export const SKIP = 'skip';

export const whys: Readonly<Record<Proposal['why'][number], string>> = {
  uncertain: '没把握',
  frequent: '问得多',
  new: '新说法',
};

const topics: Readonly<Record<string, string>> = {
  return_conditions: '退货条件',
  no_reason_return: '七天无理由',
  return_freight: '退货运费',
  refund_time: '退款多久到账',
  refund_channel: '退到哪里',
  exchange_rules: '换货规则',
  warranty_term: '保修期',
  warranty_scope: '保修范围',
  repair_fee: '维修费用',
  repair_time: '维修时长',
  proof_of_purchase: '购买凭证',
  invoice: '发票',
  damaged_parcel_rule: '破损怎么处理',
  virtual_goods_rule: '虚拟商品规则',
  virtual_usage: '虚拟商品怎么用',
  excluded_goods: '哪些不能退',
  return_address: '退货地址',
  packaging: '包装要求',
  service_hours: '服务时间',
  contact: '联系方式',
  evidence_photos: '凭证照片',
  compensation_rule: '赔付规则',
  price_protection: '价保',
  privacy: '信息保护',
  partial_return: '部分退货',
  gift_return: '赠品退回',
  refusal_on_delivery: '拒收',
  liability: '责任划分',
  complaint_channel: '投诉渠道',
  self_service: '自助办理',
  installation: '安装',
  account: '账号',
  membership: '会员',
  teasing: '逗趣',
  daily: '日常',
  mood: '心情',
  who_are_you: '你是谁',
  flattery: '夸奖',
  laugh: '笑',
  relationship: '套近乎',
  joke: '讲笑话',
  opinion: '看法',
  weather: '天气',
};

/** `faq/invoice` → 咨询规则 · 发票. */
export function labelName(label: string): string {
  const [intent = '', topic] = label.split('/');
  return topic ? `${word(intents, intent)} · ${word(topics, topic)}` : word(intents, intent);
}

/** The label that a reading stands for; one without its topic stands for none. */
export function labelOf(reading: Proposal['readings'][number], labels: readonly string[]): string | undefined {
  const label = reading.topic ? `${reading.intent}/${reading.topic}` : reading.intent;
  return labels.includes(label) ? label : undefined;
}

/** Whether what was typed means this label: by its name or its id. */
export function fits(label: string, typed: string): boolean {
  const sought = typed.trim().toLowerCase();
  return labelName(label).toLowerCase().includes(sought) || label.includes(sought);
}

export function percent(part: number, whole: number): string {
  return whole ? `${((100 * part) / whole).toFixed(1)}%` : '—';
}
