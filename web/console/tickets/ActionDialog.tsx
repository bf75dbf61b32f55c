import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Alert, Form, Modal } from 'antd';
import { useState } from 'react';

import { uuid } from '../../shared/uuid';
import { ApiError } from '../api';
import { keys, refetchTickets } from '../queries';
import { useDesk } from '../session/session';
import type { Ticket } from '../types';
import { ticketStatuses, word } from '../words';
import type { TicketAction } from './actions';
import { FieldInput } from './FieldInput';
import type { Values } from './fields';

interface Props {
  ticket: Ticket;
  action: TicketAction;
  onClose: () => void;
}

/** The form of one action. What was typed stays until the service has agreed, whatever happens to the ticket meanwhile. */
export function ActionDialog({ ticket, action, onClose }: Props) {
  const { api } = useDesk();
  const client = useQueryClient();
  const [form] = Form.useForm<Values>();
  const [key] = useState(uuid);
  // The ticket that the person decided on; a newer one is hers only once she was told.
  const [seen, setSeen] = useState(ticket);

  const reread = () => {
    const conversation = ticket.conversation_id;
    return Promise.all([
      refetchTickets(client),
      conversation && client.invalidateQueries({ queryKey: keys.tickets(conversation) }),
    ]);
  };
  const act = useMutation({
    mutationFn: (values: Values) => action.send(api, seen, values, key),
    onSuccess: () => {
      onClose();
      return reread();
    },
    onError: async (error) => {
      const name = error instanceof ApiError && fieldNamed(error.field, action);
      if (name) form.setFields([{ name, errors: [error.message] }]);
      if (!(error instanceof ApiError) || error.status !== 409) return;
      setSeen(await api.ticket(ticket.id));
      await reread();
    },
  });
  const shownAtField = act.error instanceof ApiError && fieldNamed(act.error.field, action);

  return (
    <Modal
      title={action.title}
      open
      onCancel={onClose}
      onOk={form.submit}
      okText="确认"
      confirmLoading={act.isPending}
    >
      {act.error && !shownAtField && (
        <Alert className="dialog-alert" type="warning" showIcon title={explain(act.error, seen)} />
      )}
      <Form form={form} layout="vertical" initialValues={action.initial} onFinish={(values) => act.mutate(values)}>
        {action.fields.map((field) => (
          <FieldInput key={field.name} field={field} />
        ))}
        {!action.fields.length && <p>确认{action.name}？</p>}
      </Form>
    </Modal>
  );
}

/** The field of the form that a refusal means: `details.amount` and `data.parts.0` name `amount` and `parts`. */
function fieldNamed(path: string | undefined, { fields }: TicketAction): string | undefined {
  return path?.split('.').find((part) => fields.some(({ name }) => name === part));
}

function explain(error: Error, { status }: Ticket): string {
  if (!(error instanceof ApiError) || error.code !== 'stale') return error.message;
  return `工单刚刚有更新（现在是「${word(ticketStatuses, status)}」），已为您刷新。您填的内容还在，核对后可以再提交。`;
}
