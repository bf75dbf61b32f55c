import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App } from 'antd';

import { ApiError, type DeskApi } from '../api';
import { keys } from '../queries';
import { useDesk } from '../session/session';
import type { ConversationDetail } from '../types';

/** Something an agent does to conversation `id`; lists and detail are read again before it counts as done.
 *
 * `done` runs as soon as the service has agreed, even if what was pressed is gone from the screen by then.
 */
export function useAction<Input = void>(
  id: string,
  run: (api: DeskApi, input: Input) => Promise<unknown>,
  done?: () => void,
) {
  const { api } = useDesk();
  const client = useQueryClient();
  const { message } = App.useApp();

  const reread = () =>
    Promise.all([
      client.invalidateQueries({ queryKey: keys.detail(id) }),
      client.invalidateQueries({ queryKey: keys.tickets(id) }),
      client.invalidateQueries({ queryKey: keys.lists }),
    ]);
  return useMutation({
    mutationFn: (input: Input) => run(api, input),
    onSuccess: () => {
      done?.();
      return reread();
    },
    onError: async (error) => {
      // A refusal means that what is on screen is out of date.
      if (error instanceof ApiError && error.status === 409) await reread();
      message.error(explain(error, client.getQueryData(keys.detail(id))));
    },
  });
}

/** The refusal in words, with the name of the colleague who was faster. */
export function explain(error: Error, detail: ConversationDetail | undefined): string {
  if (error instanceof ApiError && error.code === 'owned_by_other' && detail?.agent) {
    return `这个会话已由${detail.agent.name}接入，您可以在备注里协助。`;
  }
  if (error instanceof ApiError && error.code === 'stale') {
    return '内容刚刚被别人改过，已为您刷新，请核对后再操作。';
  }
  return error.message;
}

export type Standing = 'mine' | 'other' | 'queued' | 'bot' | 'closed';

/** How a conversation stands to agent `me`. */
export function standing({ owner, agent }: Pick<ConversationDetail, 'owner' | 'agent'>, me: string): Standing {
  if (owner !== 'agent') return owner;
  return agent?.id === me ? 'mine' : 'other';
}
