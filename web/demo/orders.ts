/** The demo shop's orders, as the service loads them; only what a shop page would list. */

export interface DemoOrder {
  id: string;
  name: string;
  spec?: string;
  quantity: number;
  paid: string;
  category: string;
  state: string;
}

export interface DemoShopper {
  /** `sub` of the signed identity; null visits without one. */
  sub: string | null;
  name: string;
  orders: DemoOrder[];
}

function order(
  id: string,
  name: string,
  paid: string,
  category: string,
  state: string,
  more: { spec?: string; quantity?: number } = {},
): DemoOrder {
  return { id, name, paid, category, state, quantity: 1, ...more };
}

const LIN: DemoOrder[] = [
  order('202600010010', '玻璃花瓶', '189.00', 'home', '今天签收'),
  order('202600010012', '儿童积木', '129.00', 'toys', '运输中，5 天没有更新'),
  order('202600010013', '羽绒服', '899.00', 'clothes', '待发货'),
  order('202600010014', '视频会员年卡', '198.00', 'virtual', '今天到账'),
  order('202600010015', '手机话费充值 100 元', '99.80', 'virtual', '充值失败'),
  order('202600010004', '定制刻字项链', '520.00', 'custom', '1 天前签收'),
  order('202600010005', '榴莲', '239.00', 'fresh', '1 天前签收', { spec: '金枕 3kg' }),
  order('202600010016', '软件激活码', '268.00', 'virtual', '昨天到账'),
  order('202600010019', '白酒礼盒', '1376.00', 'food', '昨天由前台签收', { quantity: 2 }),
  order('202600010011', '无线耳机', '599.00', 'wearable', '2 天前签收', { spec: '赠收纳包' }),
  order('202600010017', '贴身内衣套装', '159.00', 'clothes', '2 天前签收'),
  order('202600010001', '连帽卫衣', '299.00', 'clothes', '3 天前签收', { spec: '黑色 L' }),
  order('202600010018', '跑步鞋', '369.00', 'shoes', '4 天前签收', { spec: '42 码' }),
  order('202600010006', '工作衬衫', '400.00', 'clothes', '5 天前签收', { spec: '白', quantity: 5 }),
  order('202600010002', '颈椎按摩枕', '168.00', 'small_appliance', '7 天前签收'),
  order('202600010003', '空气炸锅', '399.00', 'small_appliance', '8 天前签收', { spec: '5L' }),
  order('202600010007', '电饭煲', '459.00', 'small_appliance', '12 天前签收', { spec: '4L' }),
  order('202600010008', '智能手机', '2999.00', 'phone', '120 天前签收', { spec: '256GB' }),
  order('202600010020', '洗衣机', '1999.00', 'large_appliance', '430 天前签收'),
  order('202600010009', '双门冰箱', '2399.00', 'large_appliance', '1110 天前签收'),
];

const WANG: DemoOrder[] = [
  order('202600019002', '连衣裙', '259.00', 'clothes', '2 天前签收'),
  order('202600019001', '平板电脑', '1899.00', 'computer', '3 天前签收'),
];

export const SHOPPERS: DemoShopper[] = [
  { sub: 'lin', name: '林晓', orders: LIN },
  { sub: 'wang', name: '王强', orders: WANG },
  { sub: null, name: '游客', orders: [] },
];
