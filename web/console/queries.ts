import { type QueryClient, useInfiniteQuery, useQuery } from '@tanstack/react-query';

import type { ConversationQuery } from './api';
import { inOrderOfOpening } from './cache';
import { useDesk } from './session/session';

/** One list of the left column: which conversations it holds and how it asks for them. */
export interface DeskList {
  id: 'queued' | 'mine' | 'agent' | 'bot' | 'closed';
  title: string;
  empty: string;
  query: ConversationQuery;
  supervisorOnly?: true;
}

export const LISTS: readonly DeskList[] = [
  { id: 'queued', title: '排队中', empty: '暂时没有顾客在排队', query: { owner: 'queued' } },
  { id: 'mine', title: '我的会话', empty: '您还没有接入会话', query: { owner: 'agent', mine: true } },
  { id: 'agent', title: '人工接待', empty: '暂无人工接待中的会话', query: { owner: 'agent' }, supervisorOnly: true },
  { id: 'bot', title: '机器人', empty: '机器人暂无进行中的会话', query: { owner: 'bot' } },
  { id: 'closed', title: '已结束', empty: '暂无已结束的会话', query: { owner: 'closed' } },
];

export const keys = {
  lists: ['conversations'] as const,
  list: (id: DeskList['id']) => ['conversations', id] as const,
  detail: (id: string) => ['conversation', id] as const,
  tickets: (conversationId: string) => ['tickets', conversationId] as const,
  photo: (id: string) => ['photo', id] as const,
  typing: (id: string) => ['typing', id] as const,
};

export function useConversations(list: DeskList) {
  const { api } = useDesk();
  return useInfiniteQuery({
    queryKey: keys.list(list.id),
    queryFn: ({ pageParam }) => api.conversations({ ...list.query, cursor: pageParam }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  });
}

export function useConversation(id: string) {
  const { api } = useDesk();
  return useQuery({ queryKey: keys.detail(id), queryFn: () => api.conversation(id) });
}

/** The conversation's tickets, oldest first. */
export function useTickets(conversationId: string) {
  const { api } = useDesk();
  return useQuery({
    queryKey: keys.tickets(conversationId),
    queryFn: async () => inOrderOfOpening((await api.tickets(conversationId)).items),
  });
}

/** Reads lists and what is open again, after anything may have been missed. */
export function refetchAll(client: QueryClient): void {
  for (const queryKey of [keys.lists, ['conversation'], ['tickets']]) void client.invalidateQueries({ queryKey });
}
