type Words = Readonly<Record<string, string>>;

export const sentiments: Words = { negative: '情绪不好', neutral: '情绪平稳', positive: '情绪不错' };

/** By degree, 0 to 3. */
export const urgencies = ['不急', '有点急', '着急', '十分紧急'] as const;

/** What a question may wait for, in the words of the desk. */
export const questions: Words = {
  consent: '是否同意使用信息',
  order_id: '哪一笔订单',
  phone_tail: '手机尾号',
  items: '哪几件商品',
  quantity: '几件',
  photo_goods: '商品照片',
  photo_parcel: '外包装照片',
  remedy: '想怎么处理',
  reason: '原因',
  cause: '怎么坏的',
  description: '具体情况',
  complete: '商品是否完好',
  spec: '要换的规格',
  repairs: '修过几次',
  phone: '联系电话',
  name: '联系人',
  address: '地址',
  date: '日期',
  account: '充值账号',
  amount: '金额',
  fee: '是否接受费用',
  waybill: '快递单号',
  confirm: '请顾客确认',
  clarify: '想办哪件事',
  anything_else: '还有别的事吗',
  rating: '评价',
};
