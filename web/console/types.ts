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
  /** What the decision was made of; the simulator's body, completed. */
  facts?: { order?: { lines?: { line_id: string; category: string }[] } };
  /** Single facts that would have let the claim pass. */
  flips?: Flip[];
  policy_version?: string;
}

export interface Flip {
  /** A path in the body of the simulator. */
  fact: string;
  needed: unknown;
}

export interface TicketStep {
  at: string;
  who: string;
  from: string | null;
  to: string;
  why: string;
  rule?: string | null;
}

/** A fact beside the steps; `shown` to the shopper or the desk's own affair. */
export interface TicketRecord {
  at: string;
  who: string;
  kind: string;
  data: Record<string, unknown>;
  shown: boolean;
}

export interface TicketLink {
  id: string;
  number: string;
  kind: 'same_order' | 'follow_up';
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
  merchant_id?: string | null;
  assignee?: string | null;
  history: TicketStep[];
  records: TicketRecord[];
  links: TicketLink[];
  description: string;
  request?: string | null;
  spec?: string | null;
  /** Yuan that will be paid or were. */
  amount?: string | null;
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
  /** How the shopper rated the service, if she did. */
  rating?: { score: number; comment: string; at: string } | null;
}

export type ClockState = 'running' | 'paused' | 'breached' | 'met' | 'missed' | 'void';

/** A service level at work on a ticket, or on a conversation in the queue. */
export interface CaseClock {
  ticket_id: string | null;
  conversation_id: string | null;
  /** The ticket's number, on the board only. */
  number?: string | null;
  clock: string;
  started_at: string;
  target: string;
  limit: string;
  /** Beyond the official working-day calendar, and may still move. */
  provisional: boolean;
  state: ClockState;
  stopped_at: string | null;
  extended: boolean;
}

export type CommandStatus = 'pending' | 'by_hand' | 'done' | 'failed' | 'withdrawn';

/** Something the shop is asked to do for a ticket. */
export interface Command {
  id: string;
  kind: string;
  order_id: string;
  ticket_id: string;
  ticket_number: string;
  items: { line_id: string; quantity: number }[];
  amount: string | null;
  spec: string | null;
  /** What is to be otherwise than in the order; in full only for the one who holds the ticket. */
  name: string | null;
  phone: string | null;
  address: string | null;
  deliver_on: string | null;
  note: string | null;
  status: CommandStatus;
  attempts: number;
  result: { reference: string; carrier?: string | null; tracking_number?: string | null } | null;
  problem: string | null;
  done_by: string | null;
  created_at: string;
  finished_at: string | null;
}

export interface CommandDone {
  reference: string;
  carrier?: string;
  tracking_number?: string;
  channel?: string;
}

export type PromiseState = 'open' | 'kept' | 'broken' | 'void';

/** A date or a sum that a shopper was told. */
export interface PromiseMade {
  id: number;
  conversation_id: string;
  ticket_id: string | null;
  kind: 'date' | 'sum';
  text: string;
  due_at: string | null;
  amount: string | null;
  by: 'agent' | 'bot';
  state: PromiseState;
  told_at: string;
  settled_at: string | null;
}

/** What the assistant makes of one text. */
export interface Parsed {
  intent: { name: string; confidence: number };
  ranking: { name: string; confidence: number }[];
  topic?: string | null;
  entities: { entity: string; value: SlotValue; text: string; start: number; end: number }[];
  needs: { intent: string; text: string }[];
  wants_human: boolean;
  sentiment: 'negative' | 'neutral' | 'positive';
  urgency: number;
  out_of_scope: boolean;
}

export interface OrderLine {
  line_id: string;
  name: string;
  spec: string;
  category: string;
  quantity: number;
  paid: string;
  virtual: boolean;
}

/** An order as the desk reads it; the receiver only as a hint. */
export interface Order {
  order_id: string;
  status: string;
  merchant_id: string | null;
  receiver: { name: string; phone: string; address: string };
  paid_at: string;
  promised_at: string | null;
  shipped_at: string | null;
  signed_at: string | null;
  paid_total: string;
  lines: OrderLine[];
}

/** A group of logged messages, without personal data, that is worth a label. */
export interface Proposal {
  id: string;
  text: string;
  /** How many messages said it. */
  count: number;
  /** Other wordings of the same. */
  others: string[];
  /** What the assistant took it for, the likeliest first; the topic is known of that one only. */
  readings: { intent: string; topic: string | null; confidence: number }[];
  why: ('uncertain' | 'frequent' | 'new')[];
}

/** Two models on the same messages, which neither was trained on. */
export interface Compared {
  messages: number;
  running: number;
  candidate: number;
}

export interface TrainingRun {
  outcome: 'deployed' | 'refused';
  finished_at: string;
  /** Why it was refused, in words. */
  reasons: string[];
  figures: { guard: Compared; held_out: Compared; new_labels: number; doubted: string[] };
  /** Whether the running assistant has taken the model up. */
  in_use: boolean;
}

export interface LearningStatus {
  /** What may be chosen: `<intent>` or `<intent>/<topic>`. */
  labels: string[];
  labelled: number;
  /** Labelled since the last training. */
  waiting: number;
  /** How many more the first training needs. */
  needed: number;
  last_run: TrainingRun | null;
}

export type Measure =
  | 'first_reply'
  | 'money'
  | 'repair'
  | 'handling'
  | 'satisfaction'
  | 'bot_resolved'
  | 'reopened';

/** One figure of a report; `value` is null when nothing is known, `reached` also when there is no goal. */
export interface Figure {
  id: Measure;
  /** Percent, or minutes. */
  value: number | null;
  numerator: number;
  denominator: number;
  reached: boolean | null;
}

/** What a figure is, and what is aimed at. */
export interface DefinedFigure extends Figure {
  name: string;
  /** When a case counts as reached, such as `24 小时内`. */
  aim: string | null;
  counted: string;
  unit: 'percent' | 'minutes';
  goal: number | null;
  better: 'higher' | 'lower' | null;
  source: string | null;
}

export interface ReportGroup {
  key: string;
  name: string;
  figures: Figure[];
}

export interface ReasonShare {
  reason: string;
  name: string;
  count: number;
  share: number;
}

export interface Report {
  from: string;
  to: string;
  figures: DefinedFigure[];
  groups: ReportGroup[];
  reasons: ReasonShare[];
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
  /** Also when a clock of the ticket rang. */
  ticket: (ticket: Ticket) => void;
  typing: (event: { conversation_id: string; from: Sender }) => void;
}

/** What the console tells the `/desk` socket. */
export interface DeskSignals {
  typing: (event: { conversation_id: string }) => void;
}
