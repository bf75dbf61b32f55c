"""Whatever the shop's five founding documents promise can be asked, and the answer says it.

S0–S4 are the documents by number, with the place of the sentence (docs: the sources of `policy/clauses.yml`).
"""

from __future__ import annotations

import pytest

from aftersales.dialogue import faq
from aftersales.policy.policy import Policy


@pytest.mark.parametrize(
    ("source", "topic", "said", "parts"),
    [
        ("S0 2(1)", "self_service", "你们售后都管哪些", ["质量问题", "破损", "配送延误", "发错"]),
        ("S0 2(1)", "return_conditions", "有质量问题怎么办", ["退货、换货、维修由您选", "运费由商家承担"]),
        ("S0 2(1)", "damaged_parcel_rule", "收到破损怎么处理", ["补发", "退款", "48 小时"]),
        ("S0 2(2)", "compensation_rule", "配送延误怎么处理", ["72 小时", "补发或全额退款"]),
        ("S0 2(2)", "return_conditions", "收到的和订单描述不符", ["15 天", "换成您订的商品", "退货退款"]),
        ("S0 2(3)", "self_service", "怎么取消订单啊我不会", ["没发货", "直接跟我说"]),
        ("S0 2(3)", "self_service", "下单以后怎么改地址", ["已经发货的", "费用会先告诉您"]),
        ("S0 3(1)", "self_service", "售后从哪里申请", ["直接在这里", "订单页"]),
        ("S0 3(1)", "contact", "客服电话是多少", ["店铺首页", "转人工"]),
        ("S0 3(2)", "return_conditions", "退货流程是怎样的", ["审核", "寄回", "验货"]),
        ("S0 3(2)", "return_conditions", "退货要准备哪些材料", ["订单就是凭证", "配件"]),
        ("S0 3(2)", "return_address", "退货寄到哪里", ["申请通过后", "请先别自己寄出"]),
        ("S0 3(3)", "return_conditions", "验货检查什么", ["外观", "功能", "配件"]),
        ("S0 4(1)", "service_hours", "申请以后多久有人回复", ["最晚 24 小时"]),
        ("S0 4(2)", "refund_time", "退款要几天", ["3 个工作日"]),
        ("S0 4(2)", "exchange_rules", "换货要多久", ["3 个工作日"]),
        ("S0 4(3)", "repair_time", "维修多久能好", ["7 个工作日", "15 个工作日"]),
        ("S0 5(1)", "warranty_term", "电子产品保修多久", ["手机 12 个月"]),
        ("S0 5(1)", "repair_fee", "质保期内维修收费吗", ["免费修"]),
        ("S0 5(2)", "liability", "运输路上摔坏了谁负责", ["由商家负责"]),
        ("S1 4.1.3", "refund_time", "审核要多久", ["1 个工作日", "3 个工作日"]),
        ("S1 4.2.5", "repair_time", "维修进度怎么查", ["查进度"]),
        ("S1 4.3.1", "compensation_rule", "什么情况有补偿", ["破损", "延误", "审核"]),
        ("S1 4.3.2", "compensation_rule", "补偿怎么申请", ["提交申请", "主管复核"]),
        ("S1 4.3.6", "self_service", "办完会做满意度调查吗", ["回访", "7 天"]),
        ("S1 5.1.2", "service_hours", "在线客服的服务时间", ["09:00–21:00"]),
        ("S2 1(1)1", "warranty_scope", "保修包括哪些", ["正常使用", "摔坏、进水"]),
        ("S2 1(1)1", "warranty_scope", "在外面修过还保吗", ["不免费保修", "付费修"]),
        ("S2 1(1)1", "warranty_scope", "正常磨损保不保", ["不在免费保修"]),
        ("S2 1(1)2", "self_service", "有没有远程技术支持", ["48 小时", "上门", "费用先告诉您"]),
        ("S2 1(1)2", "repair_fee", "上门要收费吗", ["预约", "先告诉您"]),
        ("S2 1(1)3", "return_conditions", "没有原包装能退吗", ["不影响退货"]),
        ("S2 1(2)1", "warranty_term", "保修期是几年", ["12 个月", "36 个月"]),
        ("S2 1(2)2", "warranty_scope", "自然灾害造成的保修吗", ["不可抗力"]),
        ("S2 1(2)2", "proof_of_purchase", "没有发票可以保修吗", ["订单", "收据", "保修卡"]),
        ("S2 1(2)2", "proof_of_purchase", "送修要带什么", ["原装配件"]),
        ("S2 1(2)3", "service_hours", "复杂问题多久解决", ["48 小时"]),
        ("S2 2(2)1", "repair_time", "送修流程是什么", ["检测", "免费修", "寄回给您"]),
        ("S2 3(1)2", "repair_time", "维修进度会告诉我吗", ["查进度"]),
        ("S2 3(2)1", "repair_time", "有维修记录吗", ["维修记录"]),
        ("S2 3(3)1", "complaint_channel", "对处理结果不满意怎么投诉", ["主管", "12315"]),
        ("S2 3(3)2", "complaint_channel", "不认可技术检测结论", ["技术支持", "48 小时"]),
        ("S3 5.1", "service_hours", "客服几点上班", ["09:00–21:00"]),
        ("S3 5.2(2)", "repair_time", "配件要等很久吗", ["提前", "15 个工作日"]),
        ("S3 5.2(3)", "repair_time", "修不好给换新吗", ["同型号的新品"]),
        ("S3 5.3(1)", "no_reason_return", "无理由退货是几天", ["7 天", "完好"]),
        ("S3 5.3(2)", "return_freight", "质量问题退货运费谁出", ["由商家承担"]),
        ("S3 5.3(3)", "refund_channel", "退款退到哪里", ["原来的支付方式"]),
        ("S3 6.1", "contact", "有没有售后邮箱", ["店铺首页"]),
        ("S3 7.1(1)", "privacy", "会泄露我的信息吗", ["只用来办售后"]),
        ("S3 7.1(2)", "privacy", "收集我的信息干什么", ["只收办售后要用的"]),
        ("S3 7.1(2)", "privacy", "不同意授权可以吗", ["没关系"]),
        ("S4 3(1)1", "excluded_goods", "哪些东西不能无理由退", ["定制商品", "生鲜", "确认过"]),
        ("S4 3(1)2", "exchange_rules", "换货条件是什么", ["7 天", "15 天"]),
        ("S4 3(1)3", "evidence_photos", "要拍什么照片", ["有问题的位置"]),
        ("S4 3(1)3", "refund_channel", "退的是实付金额吗", ["实际付的钱"]),
        ("S4 3(2)1", "repair_fee", "过保修怎么收费", ["先报价"]),
        ("S4 3(3)1", "damaged_parcel_rule", "破损是快递的责任还是谁的", ["由商家负责", "快递公司"]),
        ("S4 3(3)2", "damaged_parcel_rule", "到货压坏了怎么赔", ["补发、退款", "10%"]),
        ("S4 3(4)1", "virtual_goods_rule", "充值充错了能退吗", ["购买前也说明过", "不能退"]),
        ("S4 3(4)1", "virtual_goods_rule", "激活码无效怎么办", ["重新发放或退款"]),
        ("S4 3(4)2", "virtual_goods_rule", "账号安全有保障吗", ["密码或短信验证码"]),
        ("S4 4(1)", "service_hours", "留言多久回复", ["1 个工作时内"]),
        ("S4 4(2)2", "refund_time", "退到银行卡多久到账", ["支付渠道"]),
    ],
)
def test_what_the_document_says_is_answered(
    source: str, topic: str, said: str, parts: list[str], policy: Policy
) -> None:
    answer = faq.answer(topic, policy, said=said)
    assert [part for part in parts if part not in answer] == []
