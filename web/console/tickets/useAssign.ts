import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App } from 'antd';

import { keys, refetchTickets } from '../queries';
import { useDesk } from '../session/session';
import type { Ticket } from '../types';

/** Gives the ticket to an agent, or to nobody (null). */
export function useAssign(ticket: Ticket) {
  const { api } = useDesk();
  const client = useQueryClient();
  const { message } = App.useApp();
  const reread = () => {
    void client.invalidateQueries({ queryKey: keys.tickets(ticket.conversation_id ?? '') });
    return refetchTickets(client);
  };
  return useMutation({
    mutationFn: (agent: string | null) => api.assign(ticket, agent),
    onSuccess: reread,
    onError: (error) => {
      message.error(error.message);
      return reread();
    },
  });
}
