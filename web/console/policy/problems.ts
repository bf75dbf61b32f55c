/** Why the simulator cannot decide on what was filled in, in the words of the desk; the service's are for machines. */
import { factName } from './flips';

export const problems: Readonly<Record<string, string>> = {
  'two lines have the same id': '有两行商品的编号相同',
  "is not the sum of the lines' paid and of freight": '要等于各行实付加运费',
  'belongs to signed orders, and to all of them': '已签收的订单要填，没签收的不填',
  'delivered is for virtual goods only': '「已发放」只适用于虚拟商品',
  'is not a line of the order': '订单里没有这一行商品',
  'is claimed twice': '同一行商品只能申请一次',
  'is more than what is left of the line': '超过了还能申请的件数',
  'needs a claim on one line': '填了已退件数时，只能申请一行商品',
  'leaves nothing of the line to claim': '已经全部退过，没有可申请的了',
  'is needed for a dispute': '提出异议时要选对哪条规则有异议',
  'lies before paid_at': '不能早于付款时间',
  'lies after now': '不能晚于提出的时间',
  'lies before shipped_at': '不能早于发货时间',
  'lies before last_movement_at': '不能早于最近的物流时间',
  'virtual is for virtual goods': '这不是虚拟商品',
  'virtual goods need the request virtual': '虚拟商品请选「虚拟商品」',
  'needs an order that was signed for': '订单签收后才能这样申请',
  'comes too late for a signed order': '订单已经签收，不能取消或修改',
  'a signed order is not delayed, unless received is false': '订单已签收，除非选「没有收到」',
  'must be an amount in yuan such as "12.50"': '请填写金额，例如 12.50',
  'must be a string': '请填写时间',
  'must lie between 2000 and 2099': '请填写 2000 到 2099 年之间的时间',
  'must be true, false or a text': '请选择或填写说明',
  'Field required': '还没有填',
  'Extra inputs are not permitted': '没有这一项',
};

/** What is wrong, without the name of the field. */
export function problemText(message: string): string {
  return problems[message.replace(/^Value error, /, '')] ?? '填得不对，请检查';
}

/** The field by its name on screen, or as the service calls it. */
export function problemAt(field: string, message: string): string {
  return `${factName(field)}：${problemText(message)}`;
}
