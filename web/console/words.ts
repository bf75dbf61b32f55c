/** What the ids of policy, database and API are called on screen. */
type Words = Readonly<Record<string, string>>;

/** The word for an id; an id this console does not know yet is shown as it is. */
export function word(words: Words, id: string): string {
  return words[id] ?? id;
}

export const channels: Words = { widget: '网页', wechat: '微信', rest: '接口', phone: '电话', email: '邮件' };

export const owners: Words = { bot: '机器人接待', queued: '排队中', agent: '人工接待', closed: '已结束' };

export const roles: Words = {
  agent: '客服',
  supervisor: '主管',
  tech_support: '技术支持',
  merchant: '商家',
  administrator: '管理员',
};

export const skillGroups: Words = {
  refund: '退款退货',
  repair: '维修',
  logistics: '物流',
  virtual: '虚拟商品',
  complaint: '投诉',
  general: '综合',
};

export const outcomes: Words = { approve: '可直接处理', review: '需人工审核', reject: '不符合条件' };

export const remedies: Words = {
  return_refund: '退货退款',
  refund_only: '仅退款',
  exchange: '换货',
  repair: '维修',
  paid_repair: '付费维修',
  reship: '补发',
  reissue: '重新发放',
  price_reduction: '部分退款',
  price_difference: '退差价',
  compensate: '补偿',
  cancel: '取消订单',
  intercept: '拦截包裹',
  modify: '修改订单',
  urge_courier: '催促快递',
};

export const reasons: Words = {
  no_reason: '七天无理由',
  quality: '质量问题',
  damaged: '运输破损',
  wrong_item: '发错商品',
  not_as_described: '与描述不符',
  missing: '少件漏发',
  late: '迟迟未到',
  other: '其他',
};

export const freightPayers: Words = { seller: '运费商家承担', shopper: '运费顾客承担', none: '不产生运费' };

export const alternatives: Words = {
  quality_claim: '按质量问题申请',
  warranty_repair: '保修维修',
  paid_repair: '付费维修',
  goodwill_review: '申请通融处理',
  reduced_refund: '扣减后退款',
  dispute: '提出异议',
  human: '人工处理',
  wait_until: '等待至约定时间',
};

export const photoKinds: Words = {
  goods: '商品照片',
  parcel: '外包装照片',
  goods_photo: '商品照片',
  parcel_photo: '外包装照片',
  proof: '购买凭证',
  fault_description: '故障描述',
  proof_of_purchase: '购买凭证',
  screenshot: '截图',
};

export const clocks: Words = {
  'SLA-REPLY': '机器人答复',
  'SLA-FIRST': '人工首次答复',
  'SLA-REVIEW': '审核结果',
  'SLA-SOLVE': '解决方案',
  'SLA-INSPECT': '验货结果',
  'SLA-REFUND': '退款',
  'SLA-EXCHANGE': '换新发出',
  'SLA-REPAIR': '维修完成',
  'SLA-COURIER': '快递核实',
  'SLA-VIRTUAL': '发放核实',
  'SLA-DISPUTE': '异议答复',
  'SLA-VISIT': '回访',
  'HER-INFO': '等顾客补充资料',
  'HER-RETURN': '等顾客寄回',
  CLOSE: '自动关闭',
};

export const clockStates: Words = {
  running: '计时中',
  paused: '暂停中',
  breached: '已超时',
  met: '按时完成',
  missed: '超时完成',
  void: '不再计时',
};

export const categories: Words = {
  clothes: '服装',
  shoes: '鞋靴',
  phone: '手机',
  computer: '电脑平板',
  large_appliance: '大家电',
  small_appliance: '小家电',
  wearable: '穿戴设备',
  furniture: '家具',
  home: '家居用品',
  toys: '玩具',
  cosmetics: '美妆',
  food: '食品酒水',
  fresh: '生鲜',
  books: '图书',
  media: '音像软件',
  baby: '母婴',
  custom: '定制商品',
  virtual: '虚拟商品',
  other: '其他商品',
};

export const ticketTypes: Words = {
  refund_only: '仅退款',
  return_refund: '退货退款',
  exchange: '换货',
  repair: '维修',
  reship: '补发',
  compensation: '补偿',
  order_change: '订单变更',
  virtual: '虚拟商品',
  complaint: '投诉',
  consultation: '咨询',
  dispute: '异议',
  privacy: '个人信息',
};

export const ticketStatuses: Words = {
  submitted: '已提交',
  under_review: '审核中',
  approved: '已通过',
  rejected: '已驳回',
  info_needed: '待补充资料',
  awaiting_return: '待寄回',
  returned: '已收到退货',
  inspecting: '验货中',
  inspection_failed: '验货未通过',
  sending_back: '退回顾客中',
  refunding: '退款中',
  exchanging: '换货中',
  reshipping: '补发中',
  reissuing: '重新发放中',
  compensating: '补偿中',
  executing: '办理中',
  quoting: '报价中',
  awaiting_quote: '待顾客确认报价',
  repairing: '维修中',
  completed: '已完成',
  closed: '已关闭',
  withdrawn: '已撤销',
  disputed: '有异议',
};

/** Who moved a ticket when it was no agent. */
export const actors: Words = { bot: '机器人', system: '系统', shopper: '顾客' };

export const levels: Words = { agent: '客服', supervisor: '主管', tech_support: '技术支持' };

export const resolutions: Words = {
  solved: '问题已解决',
  ticket_opened: '已建工单，后续跟进',
  no_answer: '顾客未再回复',
  duplicate: '重复咨询',
  irrelevant: '无效咨询',
};

export const requests: Words = {
  no_reason_return: '七天无理由退货',
  quality: '质量问题',
  repair: '维修',
  exchange: '换货',
  damaged: '运输破损',
  wrong_item: '发错商品',
  missing_item: '少件漏发',
  delay: '物流异常',
  cancel: '取消订单',
  modify: '修改订单',
  virtual: '虚拟商品',
  compensation: '补偿',
  dispute: '提出异议',
};

export const causes: Words = {
  none: '正常使用',
  unknown: '说不清',
  human: '摔碰等人为',
  liquid: '进液',
  unauthorised_repair: '私自拆修',
  environment: '使用环境',
  wear: '正常磨损',
  force_majeure: '不可抗力',
};

export const virtualKinds: Words = {
  recharge: '充值',
  membership: '会员',
  gift_card: '礼品卡',
  code: '激活码',
  game: '游戏',
};

/** The last line of a card in a list of conversations. */
export const cardKinds: Words = {
  order: '订单',
  order_list: '订单列表',
  summary: '申请信息核对',
  decision: '处理方案',
  ticket: '工单',
  progress: '处理进度',
  logistics: '物流信息',
  rating: '服务评价',
  consent: '信息使用说明',
};

export const slotNames: Words = {
  request: '申请事项',
  order_id: '订单号',
  line_id: '商品行',
  items: '商品',
  order_words: '对订单的描述',
  confirm: '顾客确认提交',
  consent: '信息使用同意',
  quantity: '数量',
  remedy: '处理方式',
  reason: '原因',
  cause: '损坏原因',
  description: '问题描述',
  fault: '存在故障',
  complete: '商品完好',
  photo_goods: '商品照片',
  photo_parcel: '外包装照片',
  phone_tail: '手机尾号',
  phone: '联系电话',
  name: '联系人',
  address: '地址',
  date: '日期',
  account: '充值账号',
  amount: '金额',
  spec: '规格',
  repairs: '已维修次数',
  waybill: '运单号',
  product: '商品名称',
  defect: '问题表现',
  tracking_number: '快递单号',
  ticket_id: '工单号',
  courier: '快递公司',
  virtual_kind: '虚拟商品类型',
};

export const intents: Words = {
  request_refund: '退货退款',
  request_exchange: '换货',
  request_repair: '维修',
  report_quality_problem: '质量问题',
  report_damaged_parcel: '包裹破损',
  report_wrong_item: '发错商品',
  report_missing_item: '少件漏发',
  report_virtual_goods_issue: '虚拟商品问题',
  report_delivery_delay: '物流异常',
  request_compensation: '要求补偿',
  cancel_order: '取消订单',
  modify_order: '修改订单',
  complain: '投诉',
  dispute_result: '不认可处理结果',
  privacy_request: '个人信息',
  query_progress: '查询进度',
  query_logistics: '查询物流',
  faq: '咨询规则',
  ask_tech_support: '使用咨询',
  ask_presale: '售前咨询',
  urge: '催促',
  request_human: '转人工',
  withdraw_request: '撤销申请',
  affirm: '肯定',
  deny: '否定',
  stop: '中止',
  go_back: '返回上一步',
  done: '完成',
  skip: '跳过',
  inform: '提供信息',
  choose: '选择',
  rate_service: '评价服务',
  help: '求助',
  repeat: '请求重复',
  greet: '问候',
  goodbye: '道别',
  thank: '感谢',
  apologize: '致歉',
  bot_challenge: '询问身份',
  chitchat: '闲聊',
  abuse: '辱骂',
  out_of_scope: '超出范围',
};
