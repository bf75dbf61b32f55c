import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button, Empty, Form, Input, Modal, Segmented, Skeleton } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';

import { yuan } from '../../shared/money';
import { ApiError } from '../api';
import { Failed } from '../Failed';
import { moment } from '../format';
import { keys, refetchTickets, useRepeat } from '../queries';
import { useDesk } from '../session/session';
import type { Command, CommandDone, CommandStatus } from '../types';
import { word } from '../words';
import { commandKinds } from './words';

const TABS = [
  { value: 'by_hand' as const, label: '待人工办理' },
  { value: 'failed' as const, label: '没有办成' },
  { value: 'pending' as const, label: '系统办理中' },
  { value: 'done' as const, label: '已办结' },
];

/** What tickets ask of the shop: to be done by hand, refused, under way, done. */
export function CommandsPage() {
  const { api } = useDesk();
  const [status, setStatus] = useState<CommandStatus>('by_hand');
  const [settling, setSettling] = useState<Command | null>(null);
  const repeat = useRepeat();
  const { data, error, refetch } = useQuery({
    queryKey: [...keys.commands, status],
    queryFn: () => api.commands(status),
    refetchInterval: repeat,
  });
  return (
    <main className="page">
      <header className="page-head">
        <h2>待办</h2>
        <span className="secondary">工单要店铺去做的事；系统办不了的，办好后在这里登记单号。收件信息认领工单后完整显示。</span>
      </header>
      <Segmented aria-label="状态" options={TABS} value={status} onChange={setStatus} />
      {error && !data ? <Failed error={error} retry={() => void refetch()} /> : !data && <Skeleton active />}
      {data && !data.items.length && <Empty description="这里没有事项" />}
      {data && data.items.length > 0 && (
        <table className="grid">
          <thead>
            <tr>
              {['事项', '工单', '金额', '说明', '提出时间', '结果'].map((title) => (
                <th key={title} scope="col">
                  {title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {data.items.map((command) => (
              <Row key={command.id} command={command} onSettle={() => setSettling(command)} />
            ))}
          </tbody>
        </table>
      )}
      {settling && <DoneDialog command={settling} onClose={() => setSettling(null)} />}
    </main>
  );
}

function Row({ command, onSettle }: { command: Command; onSettle: () => void }) {
  const { kind, order_id: order, items, amount, created_at: created } = command;
  const pieces = items.reduce((sum, { quantity }) => sum + quantity, 0);
  return (
    <tr>
      <th scope="row">
        {word(commandKinds, kind)}
        <span className="secondary small block">{`订单 ${order} · ${pieces} 件`}</span>
      </th>
      <td data-label="工单">
        <Link to={`/tickets/${command.ticket_id}`} className="link">
          {command.ticket_number}
        </Link>
      </td>
      <td data-label="金额">{amount && yuan(amount)}</td>
      <td data-label="说明">{wanted(command)}</td>
      <td data-label="提出时间">{moment(created)}</td>
      <td data-label="结果">
        <Outcome command={command} onSettle={onSettle} />
      </td>
    </tr>
  );
}

/** What is to be done otherwise than the order says, and her own words. */
function wanted({ spec, name, phone, address, deliver_on: day, note }: Command): string {
  const changes = [
    spec && `换成 ${spec}`,
    name && `收件人 ${name}`,
    phone && `电话 ${phone}`,
    address && `地址 ${address}`,
    day && `${day} 送达`,
  ];
  return [...changes, note].filter(Boolean).join('；');
}

function Outcome({ command, onSettle }: { command: Command; onSettle: () => void }) {
  const { api } = useDesk();
  const { message } = App.useApp();
  const client = useQueryClient();
  const retry = useMutation({
    mutationFn: () => api.retryCommand(command.id),
    onError: (error) => void message.error(error.message),
    onSettled: () => refetchTickets(client),
  });
  const { status, result, problem } = command;
  if (status === 'done') return <>{[result?.reference, result?.carrier, result?.tracking_number].filter(Boolean).join(' · ')}</>;
  return (
    <>
      {problem && <span className="block">{problem}</span>}
      {status === 'failed' && (
        <Button size="small" loading={retry.isPending} onClick={() => retry.mutate()}>
          重试
        </Button>
      )}{' '}
      {(status === 'failed' || status === 'by_hand') && (
        <Button size="small" type="primary" onClick={onSettle}>
          登记办结
        </Button>
      )}
    </>
  );
}

/** Kinds whose result has a parcel's number. */
const SENDING = ['reship', 'exchange', 'pick_up'];

function DoneDialog({ command, onClose }: { command: Command; onClose: () => void }) {
  const { api } = useDesk();
  const client = useQueryClient();
  const [form] = Form.useForm<CommandDone>();
  const done = useMutation({
    mutationFn: (values: CommandDone) => api.commandDone(command.id, values),
    onSuccess: () => {
      onClose();
      return refetchTickets(client);
    },
    onError: (error) => {
      const field = error instanceof ApiError && error.field;
      const name = field && field in form.getFieldsValue() ? (field as keyof CommandDone) : 'reference';
      form.setFields([{ name, errors: [error.message] }]);
    },
  });
  return (
    <Modal
      title={`${word(commandKinds, command.kind)} · 工单 ${command.ticket_number}`}
      open
      onCancel={onClose}
      onOk={form.submit}
      okText="登记办结"
      confirmLoading={done.isPending}
    >
      <Form form={form} layout="vertical" onFinish={(values) => done.mutate(values)}>
        <Form.Item
          name="reference"
          label="单号或流水号"
          extra="登记后工单自动往下走，顾客会收到通知"
          rules={[{ required: true, whitespace: true, message: '请填写单号或流水号' }]}
        >
          <Input maxLength={100} autoFocus />
        </Form.Item>
        {SENDING.includes(command.kind) ? (
          <>
            <Form.Item name="carrier" label="快递公司">
              <Input maxLength={100} />
            </Form.Item>
            <Form.Item name="tracking_number" label="运单号">
              <Input maxLength={100} />
            </Form.Item>
          </>
        ) : (
          command.amount && (
            <Form.Item name="channel" label="打款渠道">
              <Input maxLength={100} placeholder="例如 原支付渠道" />
            </Form.Item>
          )
        )}
      </Form>
    </Modal>
  );
}
