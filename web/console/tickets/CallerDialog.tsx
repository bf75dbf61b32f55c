import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Alert, Form, Input, InputNumber, Modal, Select } from 'antd';
import { useState } from 'react';
import { useNavigate } from 'react-router';

import { uuid } from '../../shared/uuid';
import { ApiError } from '../api';
import { moment } from '../format';
import { can } from '../permissions';
import { orderStatuses } from '../policy/words';
import { refetchTickets, useOrder } from '../queries';
import { useDesk } from '../session/session';
import type { Order, OrderLine } from '../types';
import { reasons, remedies, word } from '../words';
import { application, type CallerValues, claimFields, wishFields } from './caller';
import { FieldInput } from './FieldInput';

/** An application taken down for somebody on the phone: the order first, then what is wanted. */
export function CallerDialog({ onClose }: { onClose: () => void }) {
  const [number, setNumber] = useState('');
  const [form] = Form.useForm<CallerValues>();
  const { data: order, error, isFetching } = useOrder(number || null);
  const open = useOpening(order, onClose);
  return (
    <Modal
      title="代客登记"
      open
      onCancel={onClose}
      onOk={form.submit}
      okText="提交申请"
      okButtonProps={{ disabled: !order }}
      confirmLoading={open.isPending}
    >
      <Input.Search
        className="dialog-alert"
        aria-label="订单号"
        placeholder="订单号"
        enterButton="查订单"
        loading={isFetching}
        onSearch={(text) => setNumber(text.trim())}
      />
      {error && <Alert type="warning" showIcon title={error.message} />}
      {order && (
        <Form key={order.order_id} form={form} layout="vertical" onFinish={(values) => open.mutate(values)}>
          <Bought order={order} />
          <Wanted />
          {open.error && <Refusal error={open.error} />}
        </Form>
      )}
    </Modal>
  );
}

function useOpening(order: Order | undefined, onClose: () => void) {
  const { api } = useDesk();
  const client = useQueryClient();
  const navigate = useNavigate();
  const [id] = useState(uuid);
  return useMutation({
    mutationFn: (values: CallerValues) =>
      order ? api.openTicket(application(order, values, id)) : Promise.reject(new Error('请先查订单。')),
    onSuccess: async (ticket) => {
      onClose();
      await navigate(`/tickets/${ticket.id}`);
      return refetchTickets(client);
    },
  });
}

/** The goods of the order; a single line counts whole unless said otherwise. */
function Bought({ order: { lines, receiver, status, signed_at: signed } }: { order: Order }) {
  return (
    <>
      <p className="secondary">
        {receiver.name} {receiver.phone} · {word(orderStatuses, status)}
        {signed && `（${moment(signed)}）`}
      </p>
      {lines.map((line) => (
        <Form.Item
          key={line.line_id}
          name={['pieces', line.line_id]}
          label={`${title(line)}（买了 ${line.quantity} 件）`}
          initialValue={lines.length === 1 ? line.quantity : 0}
          dependencies={lines.map(({ line_id: id }) => ['pieces', id])}
          rules={[({ getFieldValue }) => ({ validator: () => somePiece(getFieldValue('pieces') as CallerValues['pieces']) })]}
        >
          <InputNumber min={0} max={line.quantity} precision={0} suffix="件" />
        </Form.Item>
      ))}
    </>
  );
}

function somePiece(pieces: CallerValues['pieces']): Promise<void> {
  return Object.values(pieces ?? {}).some(Boolean) ? Promise.resolve() : Promise.reject(new Error('请选择商品'));
}

function title({ name, spec }: OrderLine): string {
  return [name, spec].filter(Boolean).join(' ');
}

/** What she wants and why, and the facts on which that is decided. */
function Wanted() {
  const form = Form.useFormInstance<CallerValues>();
  const reason = Form.useWatch('reason', form);
  const remedy = Form.useWatch('remedy', form);
  return (
    <>
      <Form.Item name="reason" label="原因" rules={[{ required: true, message: '请选择原因' }]}>
        <Select placeholder="请选择" options={choices(reasons)} />
      </Form.Item>
      <Form.Item name="remedy" label="顾客想要">
        <Select placeholder="没有说就空着，由规则给出" allowClear options={choices(remedies)} />
      </Form.Item>
      {[...claimFields(reason), ...wishFields(remedy)].map((field) => (
        <FieldInput key={field.name} field={field} />
      ))}
      <Form.Item
        name="description"
        label="顾客怎么说"
        rules={[{ required: true, whitespace: true, message: '请记下顾客的话' }]}
      >
        <Input.TextArea autoSize={{ minRows: 2, maxRows: 6 }} maxLength={2000} />
      </Form.Item>
    </>
  );
}

function choices(words: Readonly<Record<string, string>>) {
  return Object.entries(words).map(([value, label]) => ({ value, label }));
}

/** Why it was not opened; what the rules refuse, a supervisor may still take up. */
function Refusal({ error }: { error: Error }) {
  const { agent } = useDesk();
  const byRule = error instanceof ApiError && error.code === 'refused_by_policy';
  return (
    <>
      <Alert className="dialog-alert" type="warning" showIcon title={error.message} />
      {byRule && can(agent, 'supervise') && (
        <Form.Item name="favour" label="特批理由" extra="填写后再次提交，按主管特批受理">
          <Input.TextArea autoSize={{ minRows: 2, maxRows: 4 }} maxLength={1000} />
        </Form.Item>
      )}
    </>
  );
}
