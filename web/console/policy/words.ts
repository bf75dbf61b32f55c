type Words = Readonly<Record<string, string>>;

export const orderStatuses: Words = { paid: '已付款', shipped: '已发货', signed: '已签收', delivered: '已发放（虚拟商品）' };

export const signers: Words = {
  shopper: '本人',
  named: '指定的人',
  front_desk: '前台代收',
  locker: '快递柜',
  station: '驿站',
  unknown: '不清楚',
};

export const noReasons: Words = {
  yes: '支持七天无理由',
  excluded_by_law: '依法不支持',
  excluded_if_confirmed: '顾客确认过则不支持',
};

export const virtualStates: Words = {
  not_delivered: '没有到账',
  delivered_unused: '到账未使用',
  redeemed: '已使用',
  failed: '发放失败',
  invalid: '无效',
};

/** Facts by their path in the body; the number of a line is left out. */
export const facts: Words = {
  now: '提出的时间',
  request: '申请事项',
  remedy: '处理方式',
  'order.paid_total': '实付合计',
  'order.freight': '运费',
  'order.status': '订单状态',
  'order.paid_at': '付款时间',
  'order.promised_at': '承诺送达时间',
  'order.shipped_at': '发货时间',
  'order.last_movement_at': '最近物流时间',
  'order.signed_at': '签收时间',
  'order.lines': '商品',
  'order.lines.category': '商品类目',
  'order.lines.quantity': '购买件数',
  'order.lines.list_price': '单价',
  'order.lines.paid': '商品实付',
  'claim.lines': '申请的商品',
  'claim.lines.line_id': '申请的商品',
  'claim.lines.quantity': '申请件数',
  'claim.quantity_refunded': '已退件数',
  'claim.disputed_rule': '有异议的规则',
  'claim.severity': '损坏程度',
  'claim.photos': '照片',
  'claim.photos.goods': '商品照片',
  'claim.photos.parcel': '外包装照片',
  'claim.fault': '有故障',
  'claim.complete': '商品完好',
  'claim.cause': '损坏原因',
  'claim.received': '已收到货',
  'claim.repairs': '已维修次数',
  'claim.unrepairable': '修不好',
  'claim.days_in_repair': '维修已用天数',
  'claim.proof': '购买凭证',
  'claim.current_price': '现在的价格',
  'claim.buyer_mistake': '顾客自己操作有误',
  'claim.minor': '未成年人购买',
  'claim.open_ticket': '已有处理中的申请',
  'claim.counterfeit': '反映假货',
  'order.carrier_by_shopper': '顾客自选快递',
  'order.lines.traits.no_reason': '七天无理由',
  'order.lines.traits.confirmed': '顾客确认过不支持',
  'order.lines.traits.told': '购买前已告知规则',
  'order.lines.traits.in_production': '已开始制作',
  'order.lines.traits.stock': '同款库存',
  'order.lines.traits.warranty_months': '保修月数',
  'order.lines.traits.virtual.state': '发放状态',
  'shopper.approved_claims_90d': '90 天内已通过的申请',
  'shopper.photo_reused': '照片用过',
};
