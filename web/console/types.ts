/** Shapes of the desk API. Times are ISO 8601 with zone, money decimal strings in yuan. */

import type { Message as ShopperMessage, Owner, Sender } from '../shared/protocol';

export type { Owner, Sender };
export type Role = 'agent' | 'supervisor' | 'tech_support' | 'merchant' | 'administrator';

export interface Agent {
  id: string;
  name: string;
  roles: Role[];
  skill_groups: string[];
}

export interface AgentRef {
  id: string;
  name: string;
}

export interface Shopper {
  name?: string | null;
  masked_phone?: string | null;
}

export interface ConversationItem {
  id: string;
  channel: string;
  owner: Owner;
  agent?: AgentRef | null;
  shopper: Shopper;
  last_message?: { text: string; from: Sender; ts: string } | null;
  waiting_since?: string | null;
  unread: number;
  updated_at: string;
  skill_group?: string | null;
  priority?: number | null;
  summary?: string | null;
}

/** A message as agents see it: more than the shopper is shown. */
export interface Message extends ShopperMessage {
  /** `false`: written by the bot for an owner it no longer had; the shopper never saw it. */
  sent?: boolean;
  /** A note between agents, never delivered. */
  note?: boolean;
}

export type SlotValue = string | number | boolean | null | SlotValue[] | { [key: string]: SlotValue };
export type Slots = Record<string, SlotValue>;

export interface IntentReading {
  message_id: string;
  intent: string;
  confidence: number;
  case?: string | number | null;
}

export interface Deadline {
  clock: string;
  target: string;
  limit: string;
}

export interface RemedyOption {
  id: string;
  outcome: Outcome;
  freight_payer: string;
  refund_amount: string;
}

export type Outcome = 'approve' | 'review' | 'reject';

export interface Decision {
  outcome: Outcome;
  rules: string[];
  remedy?: string | null;
  remedies: RemedyOption[];
  freight_payer: string;
  refund_amount: string;
  evidence: string[];
  deadlines: Deadline[];
  alternatives: string[];
  explanation: string;
  policy_version?: string;
}

export interface TicketStep {
  at: string;
  who: string;
  from: string | null;
  to: string;
  why: string;
  rule?: string | null;
}

export interface Ticket {
  id: string;
  number: string;
  version: number;
  type: string;
  status: string;
  level: string;
  conversation_id?: string | null;
  order_id?: string | null;
  items: { line_id: string; quantity: number }[];
  reason?: string | null;
  remedy?: string | null;
  decision?: Decision | null;
  photos: { id: string; kind: string }[];
  priority?: number | null;
  skill_group?: string | null;
  assignee?: string | null;
  history: TicketStep[];
  created_at: string;
  updated_at: string;
}

export interface ConversationDetail {
  id: string;
  channel: string;
  owner: Owner;
  agent?: AgentRef | null;
  shopper: Shopper;
  /** In full, and only for the agent who holds the conversation. */
  phone?: string | null;
  summary?: string | null;
  messages: Message[];
  slots: Slots;
  /** The slot the bot was asking for. */
  asked?: string | null;
  intent_trace: IntentReading[];
}

export interface TicketPage {
  items: Ticket[];
  total: number;
}

export interface ConversationPage {
  items: ConversationItem[];
  next: string | null;
}

export interface Login {
  token: string;
  expires_at: string;
  agent: Agent;
}

/** What the `/desk` socket sends. */
export interface DeskEvents {
  conversation: (item: ConversationItem) => void;
  message: (message: Message & { conversation_id: string }) => void;
  ticket: (ticket: Ticket) => void;
  typing: (event: { conversation_id: string; from: Sender }) => void;
}

/** What the console tells the `/desk` socket. */
export interface DeskSignals {
  typing: (event: { conversation_id: string }) => void;
}
