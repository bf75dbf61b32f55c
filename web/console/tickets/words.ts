/** What the ticket room calls its steps, records and fields on screen. */
type Words = Readonly<Record<string, string>>;

/** What somebody does to bring a ticket there. */
export const stepNames: Words = {
  under_review: '开始审核',
  approved: '通过',
  rejected: '驳回',
  info_needed: '要求补充资料',
  awaiting_return: '请顾客寄回',
  returned: '收到退货',
  inspecting: '开始验货',
  inspection_failed: '验货不通过',
  sending_back: '寄还顾客',
  refunding: '发起退款',
  exchanging: '安排换新',
  reshipping: '安排补发',
  reissuing: '重新发放',
  compensating: '发放补偿',
  executing: '开始办理',
  quoting: '核算维修费',
  awaiting_quote: '发出报价',
  repairing: '开始维修',
  completed: '办结',
  closed: '关闭',
  withdrawn: '替顾客撤销',
  disputed: '登记异议',
};

/** Steps that are called otherwise where they start from: `from>to`. */
export const stepNamesFrom: Words = {
  'info_needed>under_review': '资料已齐，继续审核',
  'closed>under_review': '重新受理',
  'disputed>under_review': '重新审核',
  'inspecting>refunding': '验货通过，退款',
  'inspecting>exchanging': '验货通过，换新',
  'inspecting>repairing': '验货通过，维修',
  'inspecting>quoting': '需付费维修，先报价',
  'awaiting_quote>repairing': '顾客同意，开始维修',
  'awaiting_quote>sending_back': '顾客不修，寄还',
  'repairing>completed': '修好了，办结',
  'repairing>exchanging': '修不好，换新',
  'repairing>refunding': '修不好，退款',
  'refunding>completed': '退款已完成',
  'compensating>completed': '补偿已到账',
  'exchanging>completed': '新商品已寄出',
  'reshipping>completed': '补发已寄出',
  'reissuing>completed': '已重新发放',
  'sending_back>closed': '已寄还，关闭',
};

/** A first draft of the reason where there is little to say. */
export const usualReasons: Words = {
  under_review: '开始审核',
  awaiting_return: '请寄回商品',
  returned: '仓库已收到包裹',
  inspecting: '开始检测',
  refunding: '检查无误，办理退款',
  exchanging: '检查无误，安排换新',
  reshipping: '安排补发',
  reissuing: '安排重新发放',
  compensating: '安排补偿',
  executing: '开始办理',
  completed: '已全部办妥',
  closed: '问题已解决',
};

export const recordKinds: Words = {
  supplement: '补充资料',
  urge: '催办',
  waybill: '寄回运单',
  inspection: '检测结果',
  quote: '维修报价',
  quote_answer: '对报价的答复',
  part: '维修配件',
  progress: '进展',
  repair: '维修记录',
  shipment: '寄出记录',
  refund: '退款记录',
  receipt: '运费凭证',
  reimbursement: '运费报销',
  appointment: '预约',
  change: '收件信息变更',
  note: '内部备注',
  assignment: '指派',
  escalation: '升级',
  remedy_change: '改处理方式',
  amount: '定金额',
  rating: '评价',
};

export const linkKinds: Words = { same_order: '同一订单', follow_up: '后续工单' };

export const partStates: Words = { ordered: '已订货', arrived: '已到货', fitted: '已装上' };

export const repairWork: Words = { simple: '简单维修', standard: '一般维修' };

export const appointments: Words = { pickup: '上门取件', visit: '师傅上门', remote: '远程协助', call: '电话回访' };
