import { Checkbox, Form, Input, InputNumber, Select } from 'antd';
import type { ReactNode } from 'react';

import { fromLocal, toLocal } from '../format';
import { categories, causes, remedies, requests, virtualKinds } from '../words';
import { noReasons, orderStatuses, signers, virtualStates } from './words';

type Path = (string | number)[];

/** The facts that decide most cases; each field is named by its path in the simulator's body. */
export function FactsFields() {
  return (
    <>
      <fieldset>
        <legend>申请</legend>
        <Choice name={['request']} label="申请事项" words={requests} required />
        <Choice name={['remedy']} label="想要的处理" words={remedies} />
        <Moment name={['now']} label="提出时间" />
      </fieldset>
      <fieldset>
        <legend>订单</legend>
        <Choice name={['order', 'status']} label="订单状态" words={orderStatuses} required />
        <Yuan name={['order', 'freight']} label="运费" />
        <Moment name={['order', 'paid_at']} label="付款时间" />
        <Moment name={['order', 'promised_at']} label="承诺送达" />
        <Moment name={['order', 'shipped_at']} label="发货时间" />
        <Moment name={['order', 'last_movement_at']} label="最近物流更新" />
        <Moment name={['order', 'signed_at']} label="签收时间" />
        <Choice name={['order', 'signed_by']} label="签收人" words={signers} />
      </fieldset>
      <Form.List name={['order', 'lines']}>
        {(lines) => lines.map(({ key, name }) => <Line key={key} at={name} />)}
      </Form.List>
      <fieldset>
        <legend>顾客的说法和凭证</legend>
        <Count name={['claim', 'photos', 'goods']} label="商品照片" />
        <Count name={['claim', 'photos', 'parcel']} label="外包装照片" />
        <Choice name={['claim', 'cause']} label="损坏原因" words={causes} />
        <Count name={['claim', 'repairs']} label="已维修次数" />
        <Yuan name={['claim', 'current_price']} label="现在的价格" />
        <Count name={['shopper', 'approved_claims_90d']} label="90 天内已通过的申请" />
        <Truth name={['claim', 'fault']} label="有故障" />
        <Truth name={['claim', 'complete']} label="商品完好" />
        <Truth name={['claim', 'received']} label="已收到货" />
        <Truth name={['shopper', 'photo_reused']} label="照片用过" />
      </fieldset>
    </>
  );
}

function Line({ at }: { at: number }) {
  return (
    <fieldset>
      <legend>商品 {at + 1}</legend>
      <Choice name={[at, 'category']} label="品类" words={categories} required />
      <Count name={[at, 'quantity']} label="数量" />
      <Yuan name={[at, 'list_price']} label="单价" />
      <Yuan name={[at, 'paid']} label="这一行实付" />
      <Choice name={[at, 'traits', 'no_reason']} label="七天无理由" words={noReasons} />
      <Count name={[at, 'traits', 'warranty_months']} label="保修月数" />
      <Count name={[at, 'traits', 'stock']} label="同款库存" />
      <Choice name={[at, 'traits', 'virtual', 'kind']} label="虚拟商品" words={virtualKinds} />
      <Choice name={[at, 'traits', 'virtual', 'state']} label="发放状态" words={virtualStates} />
      <Form.Item name={[at, 'traits', 'confirmed']} valuePropName="checked">
        <Checkbox>顾客确认过不支持</Checkbox>
      </Form.Item>
      <Form.Item name={[at, 'traits', 'told']} valuePropName="checked">
        <Checkbox>购买前已告知规则</Checkbox>
      </Form.Item>
    </fieldset>
  );
}

interface Named {
  name: Path;
  label: string;
}

function Choice({ name, label, words, required }: Named & { words: Readonly<Record<string, string>>; required?: true }) {
  return (
    <Item name={name} label={label}>
      <Select
        allowClear={!required}
        placeholder="未填写"
        options={Object.entries(words).map(([value, text]) => ({ value, label: text }))}
      />
    </Item>
  );
}

/** Yes, no, or not said. */
function Truth({ name, label }: Named) {
  return (
    <Item name={name} label={label}>
      <Select
        allowClear
        placeholder="没有说"
        options={[
          { value: true, label: '是' },
          { value: false, label: '否' },
        ]}
      />
    </Item>
  );
}

function Yuan({ name, label }: Named) {
  return (
    <Item name={name} label={label}>
      <Input inputMode="decimal" prefix="¥" />
    </Item>
  );
}

function Count({ name, label }: Named) {
  return (
    <Item name={name} label={label}>
      <InputNumber min={0} precision={0} />
    </Item>
  );
}

function Moment({ name, label }: Named) {
  return (
    <Form.Item
      name={name}
      label={label}
      getValueProps={(iso: unknown) => ({ value: typeof iso === 'string' ? toLocal(iso) : '' })}
      normalize={(local: unknown) => (typeof local === 'string' ? fromLocal(local) : undefined)}
    >
      <Input type="datetime-local" />
    </Form.Item>
  );
}

function Item({ name, label, children }: Named & { children: ReactNode }) {
  return (
    <Form.Item name={name} label={label}>
      {children}
    </Form.Item>
  );
}
