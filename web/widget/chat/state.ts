import type { Agent, HistoryPage, Message, Owner, Receipt, Sender, SessionInfo, StateInfo, TurnInfo } from '../../shared/protocol';
import { asMessage, type Pending, unconfirmed } from './outbox';
import { merge } from './timeline';

export type Link = 'idle' | 'connecting' | 'online' | 'lost' | 'refused';

export interface ChatState {
  link: Link;
  conversation: string | null;
  owner: Owner;
  queue: { position: number; wait_s: number } | null;
  agent: Agent | null;
  /** Ascending by seq. */
  messages: Message[];
  /** The service has messages before the first one here. */
  older: boolean;
  loadingOlder: boolean;
  outbox: Pending[];
  /** Ids of her messages the bot has not answered yet. */
  awaiting: string[];
  typing: Sender | null;
  /** Up to which seq her messages were delivered and read. */
  delivered: number;
  read: number;
  /** Messages whose choices the service called stale. */
  stale: string[];
  /** A short hint above the composer. */
  notice: string | null;
}

export const initial: ChatState = {
  link: 'idle',
  conversation: null,
  owner: 'bot',
  queue: null,
  agent: null,
  messages: [],
  older: false,
  loadingOlder: false,
  outbox: [],
  awaiting: [],
  typing: null,
  delivered: 0,
  read: 0,
  stale: [],
  notice: null,
};

export type Happening =
  | { type: 'link'; link: Link }
  | { type: 'session'; info: SessionInfo; outbox: Pending[] }
  | { type: 'message'; message: Message }
  | { type: 'page'; page: HistoryPage; older: boolean }
  | { type: 'loadingOlder' }
  | { type: 'state'; state: StateInfo }
  | { type: 'turn'; turn: TurnInfo }
  | { type: 'receipt'; receipt: Receipt }
  | { type: 'typing'; from: Sender | null }
  | { type: 'queued'; pending: Pending }
  | { type: 'stored'; id: string; seq: number; duplicate: boolean }
  | { type: 'failed'; id: string; error: string }
  | { type: 'resend'; id: string; fresh: string }
  | { type: 'discard'; id: string }
  | { type: 'stale'; id: string; question: string; notice: string }
  | { type: 'notice'; text: string | null }
  | { type: 'forget' };

function withMessages(state: ChatState, incoming: readonly Message[]): ChatState {
  const messages = merge(state.messages, incoming);
  return { ...state, messages, outbox: unconfirmed(state.outbox, messages) };
}

function patch(state: ChatState, id: string, change: (pending: Pending) => Pending): ChatState {
  return { ...state, outbox: state.outbox.map((pending) => (pending.draft.id === id ? change(pending) : pending)) };
}

function enter(state: ChatState, info: SessionInfo, outbox: Pending[]): ChatState {
  const same = state.conversation === info.conversation_id;
  const base = same ? state : { ...initial, outbox };
  return { ...base, link: 'online', conversation: info.conversation_id, owner: info.owner, awaiting: [], typing: null };
}

/** Every change of the conversation as the shopper sees it. Pure. */
export function reduce(state: ChatState, happening: Happening): ChatState {
  switch (happening.type) {
    case 'link':
      return { ...state, link: happening.link, typing: null };
    case 'session':
      return enter(state, happening.info, happening.outbox);
    case 'message': {
      const { message } = happening;
      const typing = message.from === state.typing ? null : state.typing;
      return { ...withMessages(state, [message]), typing };
    }
    case 'page': {
      const next = withMessages(state, happening.page.messages);
      return happening.older ? { ...next, older: happening.page.more, loadingOlder: false } : next;
    }
    case 'loadingOlder':
      return { ...state, loadingOlder: true };
    case 'state': {
      const { owner, queue, agent } = happening.state;
      return { ...state, owner, queue: queue ?? null, agent: agent ?? null };
    }
    case 'turn': {
      const { reply_to, owner } = happening.turn;
      return { ...state, owner, awaiting: state.awaiting.filter((id) => !reply_to.includes(id)), typing: null };
    }
    case 'receipt': {
      const { seq, state: mark } = happening.receipt;
      const read = mark === 'read' ? Math.max(state.read, seq) : state.read;
      return { ...state, delivered: Math.max(state.delivered, seq), read };
    }
    case 'typing':
      return { ...state, typing: happening.from };
    case 'queued':
      return { ...state, outbox: [...state.outbox, happening.pending], notice: null };
    case 'stored': {
      const pending = state.outbox.find((entry) => entry.draft.id === happening.id);
      // The service's copy may have come before the acknowledgement; it is the better one.
      const next = pending ? withMessages(state, [asMessage(pending, happening.seq)]) : state;
      const human = state.owner === 'queued' || state.owner === 'agent';
      const answered = happening.duplicate || state.messages.some(({ reply_to }) => reply_to?.includes(happening.id));
      return human || answered ? next : { ...next, awaiting: [...next.awaiting, happening.id] };
    }
    case 'failed':
      return patch(state, happening.id, (pending) => ({ ...pending, status: 'failed', error: happening.error }));
    case 'resend':
      return patch(state, happening.id, (pending) => ({
        ...pending,
        draft: { ...pending.draft, id: happening.fresh },
        status: 'sending',
      }));
    case 'discard':
      return { ...state, outbox: state.outbox.filter((pending) => pending.draft.id !== happening.id) };
    case 'stale':
      return {
        ...state,
        outbox: state.outbox.filter((pending) => pending.draft.id !== happening.id),
        stale: [...state.stale, happening.question],
        notice: happening.notice,
      };
    case 'notice':
      return { ...state, notice: happening.text };
    case 'forget':
      return { ...initial, link: state.link };
  }
}
