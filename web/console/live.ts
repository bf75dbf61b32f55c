import { type QueryClient, type QueryKey, useQueryClient } from '@tanstack/react-query';
import { createContext, useContext, useEffect, useMemo, useState } from 'react';
import { io, type Socket } from 'socket.io-client';

import { changeItem, holds, type ListData, placeItem, withLastMessage, withMessage, withOwner, withTicket } from './cache';
import { preview } from './preview';
import { keys, LISTS, refetchAll, refetchTickets } from './queries';
import { useDesk } from './session/session';
import type { ConversationDetail, ConversationItem, DeskEvents, DeskSignals, Message, Ticket } from './types';

type DeskSocket = Socket<DeskEvents, DeskSignals>;

export interface Live {
  connected: boolean;
  /** Tells the shopper that somebody is writing; at most every three seconds. */
  signalTyping: (conversationId: string) => void;
}

export const LiveContext = createContext<Live>({ connected: false, signalTyping: () => undefined });

export function useLive(): Live {
  return useContext(LiveContext);
}

const TYPING_SHOWN_MS = 4000;
const TYPING_EVERY_MS = 3000;

/** Keeps the cache in step with the service for as long as the desk is open. */
export function useDeskSocket(): Live {
  const { token, agent, signOut } = useDesk();
  const client = useQueryClient();
  const [connected, setConnected] = useState(false);
  const socket = useMemo<DeskSocket>(
    () => io('/desk', { auth: { token }, transports: ['websocket', 'polling'], autoConnect: false }),
    [token],
  );

  useEffect(() => {
    const forget = listen(socket, client, agent.id);
    let before = false;
    socket.on('connect', () => {
      setConnected(true);
      // Nothing is replayed after a gap: what was missed is read again.
      if (before) refetchAll(client);
      before = true;
    });
    socket.on('disconnect', () => setConnected(false));
    socket.on('connect_error', () => {
      // Inactive after an error means refused by the service, not unreachable.
      if (!socket.active) signOut('expired');
    });
    socket.connect();
    return () => {
      forget();
      socket.removeAllListeners();
      socket.disconnect();
    };
  }, [socket, client, agent.id, signOut]);

  const signalTyping = useMemo(
    () =>
      atMostEvery(TYPING_EVERY_MS, (conversationId: string) => {
        socket.volatile.emit('typing', { conversation_id: conversationId });
      }),
    [socket],
  );
  return useMemo(() => ({ connected, signalTyping }), [connected, signalTyping]);
}

function atMostEvery<Argument>(ms: number, act: (argument: Argument) => void): (argument: Argument) => void {
  let last = 0;
  return (argument) => {
    if (Date.now() - last < ms) return;
    last = Date.now();
    act(argument);
  };
}

/** Registers the events; the returned function ends what they started. */
export function listen(socket: Pick<DeskSocket, 'on'>, client: QueryClient, me: string): () => void {
  const typingEnds = new Map<string, ReturnType<typeof setTimeout>>();
  const setTyping = (id: string, typing: boolean) => {
    clearTimeout(typingEnds.get(id));
    client.setQueryData(keys.typing(id), typing);
    if (typing) typingEnds.set(id, setTimeout(() => setTyping(id, false), TYPING_SHOWN_MS));
    else typingEnds.delete(id);
  };

  socket.on('conversation', (item: ConversationItem) => {
    for (const list of LISTS) {
      update<ListData>(client, keys.list(list.id), (data) => placeItem(data, item, list, me));
    }
    reread(client, item.id, (detail) => withOwner(detail, item));
  });
  socket.on('message', (message: Message & { conversation_id: string }) => {
    const id = message.conversation_id;
    const line = preview(message);
    if (!isListed(client, id)) void client.invalidateQueries({ queryKey: keys.lists });
    for (const list of LISTS) {
      update<ListData>(client, keys.list(list.id), (data) =>
        changeItem(data, id, (item) => withLastMessage(item, message, line)),
      );
    }
    reread(client, id, (detail) => withMessage(detail, message));
    if (message.from === 'shopper') setTyping(id, false);
  });
  socket.on('ticket', (ticket: Ticket) => {
    const id = ticket.conversation_id;
    if (id) update<Ticket[]>(client, keys.tickets(id), (tickets) => withTicket(tickets, ticket));
    update<Ticket>(client, keys.ticket(ticket.id), (known) => (known.version > ticket.version ? known : ticket));
    void refetchTickets(client);
  });
  socket.on('typing', ({ conversation_id: id, from }) => {
    if (from === 'shopper') setTyping(id, true);
  });
  return () => typingEnds.forEach((timer) => clearTimeout(timer));
}

/** Changes a cached answer; a read under way may have been answered before the event, so it starts again. */
function update<T>(client: QueryClient, queryKey: QueryKey, change: (data: T) => T): void {
  const before = client.getQueryData<T>(queryKey);
  const after = before && change(before);
  if (after !== before) client.setQueryData<T>(queryKey, after);
  if (client.isFetching({ queryKey, exact: true })) void client.invalidateQueries({ queryKey, exact: true });
}

function isListed(client: QueryClient, id: string): boolean {
  return client.getQueriesData<ListData>({ queryKey: keys.lists }).some(([, data]) => data && holds(data, id));
}

/** Shows the change of a conversation at once, then reads it again if it is open.
 *
 * A turn of the bot changes slots and intents too, which no event carries; and reading tells the shopper she was read.
 */
function reread(client: QueryClient, id: string, change: (detail: ConversationDetail) => ConversationDetail): void {
  client.setQueryData<ConversationDetail>(keys.detail(id), (detail) => detail && change(detail));
  void client.invalidateQueries({ queryKey: keys.detail(id) });
}
