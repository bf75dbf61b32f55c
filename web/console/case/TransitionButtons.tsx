import { Button, Form, Input, Modal } from 'antd';
import { useState } from 'react';

import { useAction } from '../conversation/actions';
import type { Ticket } from '../types';
import { ticketStatuses, ticketSteps, word } from '../words';
import { nextStatuses } from './transitions';

/** One button for each next status; every step asks why. */
export function TransitionButtons({ ticket, conversationId }: { ticket: Ticket; conversationId: string }) {
  const [to, setTo] = useState<string | null>(null);
  const [form] = Form.useForm<{ why: string }>();
  const close = () => setTo(null);
  const move = useAction(
    conversationId,
    (api, step: { to: string; why: string }) => api.transition(ticket, step.to, step.why),
    close,
  );
  const next = nextStatuses(ticket);
  if (!next.length) return null;
  return (
    <div className="transitions" role="group" aria-label="变更工单状态">
      {next.map((status) => (
        <Button key={status} size="small" onClick={() => setTo(status)}>
          {word(ticketSteps, status)}
        </Button>
      ))}
      <Modal
        title={`工单 ${ticket.number}：${word(ticketStatuses, ticket.status)} → ${to ? word(ticketStatuses, to) : ''}`}
        open={to !== null}
        onCancel={close}
        onOk={form.submit}
        okText="确认变更"
        confirmLoading={move.isPending}
        destroyOnHidden
      >
        <Form
          form={form}
          layout="vertical"
          preserve={false}
          onFinish={({ why }) => to && move.mutate({ to, why: why.trim() })}
        >
          <Form.Item
            name="why"
            label="原因"
            extra="会记入工单，顾客也会收到状态变更通知"
            rules={[{ required: true, whitespace: true, message: '请写明原因' }]}
          >
            <Input.TextArea autoSize={{ minRows: 2, maxRows: 5 }} maxLength={500} autoFocus />
          </Form.Item>
        </Form>
      </Modal>
    </div>
  );
}
