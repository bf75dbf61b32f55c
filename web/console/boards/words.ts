type Words = Readonly<Record<string, string>>;

export const commandKinds: Words = {
  refund: '退款',
  pay: '打款补偿',
  freight: '退垫付运费',
  reship: '补发',
  exchange: '换货发出',
  reissue: '重新发放',
  pick_up: '上门取件',
  stock: '退货入库',
  cancel: '取消订单',
  intercept: '拦截包裹',
  modify: '修改订单',
  urge_courier: '催促快递',
};

export const promiseStates: Words = { open: '未到期', kept: '已兑现', broken: '没做到', void: '不再适用' };

export const promisers: Words = { agent: '客服', bot: '机器人' };
