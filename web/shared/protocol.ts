/** The widget socket (Socket.IO v4, namespace `/widget`): every event, as the contract writes it. */
import type { Card } from './cards';

export type Owner = 'bot' | 'queued' | 'agent' | 'closed';
export type Sender = 'bot' | 'agent' | 'system' | 'shopper';

export interface Agent {
  id?: string;
  name: string;
}

export interface Choice {
  /** Unique per message; what is sent back. */
  id: string;
  title: string;
  /** Stable meaning: `yes`, `agree`, `order:<id>`, `remedy:<id>`… */
  value: string;
}

export interface PhotoRef {
  id: string;
}

export interface Message {
  id: string;
  /** Ascending within a conversation, not necessarily without gaps. */
  seq: number;
  /** ISO 8601 with zone. */
  ts: string;
  from: Sender;
  reply_to?: string[];
  agent?: Agent;
  text?: string;
  photos?: PhotoRef[];
  card?: Card;
  choices?: Choice[];
  expects?: string;
}

/** What the shopper sends: text and photos may go together, a choice stands alone. */
export interface Draft {
  /** UUID; the service stores a repeated id once. */
  id: string;
  text?: string;
  choice?: string;
  photo_ids?: string[];
}

export interface SessionInfo {
  session: string;
  conversation_id: string;
  resumed: boolean;
  owner: Owner;
  /** `expired` asks the page for a fresh identity; other values are informative. */
  identity?: string | null;
}

export interface StateInfo {
  owner: Owner;
  queue?: { position: number; wait_s: number };
  agent?: Agent;
  proof?: unknown;
}

export interface TurnInfo {
  reply_to: string[];
  last_seq: number;
  owner: Owner;
}

export interface Receipt {
  seq: number;
  state: 'delivered' | 'read';
}

export interface Failure {
  code: string;
  message: string;
}

export type Ack = { ok: true; seq: number; duplicate?: boolean } | { ok: false; error: Failure };

/** Of what only succeeds or fails. */
export type Outcome = { ok: true } | { ok: false; error: Failure };

export interface HistoryPage {
  /** Ascending by `seq`, at most 50. */
  messages: Message[];
  more: boolean;
}

export type HistoryQuery = { after_seq: number } | { before_seq: number };

export interface ServerEvents {
  session: (info: SessionInfo) => void;
  message: (message: Message) => void;
  turn: (turn: TurnInfo) => void;
  state: (state: StateInfo) => void;
  receipt: (receipt: Receipt) => void;
  typing: (who: { from: Sender }) => void;
}

export interface ClientEvents {
  message: (draft: Draft, ack: (reply: Ack) => void) => void;
  history: (query: HistoryQuery, ack: (page: HistoryPage) => void) => void;
  typing: () => void;
  read: (mark: { seq: number }) => void;
  rate: (rating: { score: number; comment?: string; ticket?: string }, ack: (reply: Outcome) => void) => void;
}

export interface ConnectAuth {
  session?: string;
  identity?: string;
  new?: true;
}

export const MAX_TEXT = 2000;
export const MAX_PHOTO_BYTES = 10 * 1024 * 1024;
