import { keepPreviousData, type QueryClient, skipToken, useInfiniteQuery, useQuery } from '@tanstack/react-query';

import type { ConversationQuery, ReportQuery, TicketQuery } from './api';
import { inOrderOfOpening } from './cache';
import { can } from './permissions';
import { useDesk } from './session/session';

const ASK_AGAIN_MS = 20_000;

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
  /** Of one conversation. */
  tickets: (conversationId: string) => ['tickets', conversationId] as const,
  ticket: (id: string) => ['ticket', id] as const,
  ticketLists: ['ticket-list'] as const,
  ticketList: (query: TicketQuery) => ['ticket-list', query] as const,
  colleagues: ['colleagues'] as const,
  clockOffset: ['clock-offset'] as const,
  order: (id: string) => ['order', id] as const,
  clocks: ['clocks'] as const,
  ticketClocks: (id: string) => ['clocks', id] as const,
  commands: ['commands'] as const,
  promises: ['promises'] as const,
  learning: ['learning'] as const,
  proposals: ['learning', 'proposals'] as const,
  report: (query: ReportQuery) => ['report', query] as const,
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

/** One conversation; none is asked for without an id. */
export function useConversation(id: string | null) {
  const { api } = useDesk();
  return useQuery({ queryKey: keys.detail(id ?? ''), queryFn: id ? () => api.conversation(id) : skipToken });
}

/** The conversation's tickets, oldest first. */
export function useTickets(conversationId: string) {
  const { api } = useDesk();
  return useQuery({
    queryKey: keys.tickets(conversationId),
    queryFn: async () => inOrderOfOpening((await api.tickets({ conversation_id: conversationId })).items),
  });
}

export function useTicket(id: string) {
  const { api } = useDesk();
  return useQuery({ queryKey: keys.ticket(id), queryFn: () => api.ticket(id), refetchInterval: useRepeat() });
}

/** One page of the tickets that fit; the page before stays on screen until it has come. */
export function useTicketList(query: TicketQuery) {
  const { api } = useDesk();
  return useQuery({
    queryKey: keys.ticketList(query),
    queryFn: () => api.tickets(query),
    placeholderData: keepPreviousData,
    refetchInterval: useRepeat(),
  });
}

export function useAgents() {
  const { api } = useDesk();
  return useQuery({ queryKey: keys.colleagues, queryFn: () => api.colleagues(), staleTime: 300_000 });
}

/** How far the program's clock is ahead of this computer's, in milliseconds; 0 until it is known. */
export function useClockOffset(): number {
  const { api } = useDesk();
  const { data } = useQuery({
    queryKey: keys.clockOffset,
    queryFn: async () => (await api.now()) - Date.now(),
    staleTime: 300_000,
  });
  return data ?? 0;
}

/** An order; none is asked for without an id. */
export function useOrder(id: string | null) {
  const { api } = useDesk();
  return useQuery({
    queryKey: keys.order(id ?? ''),
    queryFn: id ? () => api.order(id) : skipToken,
    retry: false,
    staleTime: 60_000,
  });
}

/** A report; the one before stays on screen until it has come, and none is asked for without a question. */
export function useReport(query: ReportQuery | null) {
  const { api } = useDesk();
  return useQuery({
    queryKey: keys.report(query ?? { from: '', to: '' }),
    queryFn: query ? () => api.report(query) : skipToken,
    placeholderData: keepPreviousData,
  });
}

export function useTicketClocks(id: string) {
  const { api } = useDesk();
  return useQuery({
    queryKey: keys.ticketClocks(id),
    queryFn: () => api.ticketClocks(id),
    refetchInterval: useRepeat(),
  });
}

/** Whom the socket tells nothing about tickets asks again and again. */
export function useRepeat(): number | false {
  const { agent } = useDesk();
  return can(agent, 'converse') ? false : ASK_AGAIN_MS;
}

/** Reads everything that may be on screen again, after anything may have been missed. */
export function refetchAll(client: QueryClient): void {
  for (const queryKey of [keys.lists, ['conversation'], ['tickets']]) void client.invalidateQueries({ queryKey });
  void refetchTickets(client);
}

/** What depends on tickets, besides the conversations'. */
export function refetchTickets(client: QueryClient): Promise<unknown> {
  const depending = [['ticket'], keys.ticketLists, keys.clocks, keys.commands, keys.promises];
  return Promise.all(depending.map((queryKey) => client.invalidateQueries({ queryKey })));
}
