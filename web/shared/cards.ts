/** Cards a message may carry. Texts arrive ready to read; amounts are decimal strings in yuan. */

export interface OrderLine {
  line_id: string;
  name: string;
  spec?: string | null;
  quantity: number;
  /** For the whole line. */
  paid: string;
  /** Category id of the policy; chooses the drawing. */
  category: string;
}

export interface OrderSummary {
  order_id: string;
  status_text: string;
  signed_text?: string;
  total: string;
  lines: OrderLine[];
}

export interface Deadline {
  text: string;
  target_text: string;
  limit_text?: string;
}

export interface Step {
  text: string;
  at_text?: string;
  state: 'done' | 'now' | 'next';
}

export interface OrderCard extends OrderSummary {
  kind: 'order';
}

export interface OrderListCard {
  kind: 'order_list';
  title?: string;
  /** Each has a choice `order:<order_id>` in the same message. */
  orders: OrderSummary[];
}

export interface SummaryCard {
  kind: 'summary';
  title: string;
  rows: { label: string; value: string }[];
  photos?: { id: string; kind_text: string }[];
}

export interface DecisionCard {
  kind: 'decision';
  outcome: 'approve' | 'review' | 'reject';
  outcome_text: string;
  title: string;
  explanation: string;
  remedy_text?: string;
  freight_text?: string;
  refund_amount?: string;
  deadlines: Deadline[];
  rules: { id: string; title: string }[];
  alternatives?: string[];
}

export interface TicketCard {
  kind: 'ticket';
  number: string;
  status: string;
  status_text: string;
  type_text: string;
  remedy_text: string;
  reason_text: string;
  freight_text: string;
  /** The decision the ticket was opened with. */
  outcome_text?: string;
  explanation?: string;
  refund_amount?: string | null;
  deadlines: Deadline[];
  items: { name: string; quantity: number }[];
  created_text: string;
}

export interface ProgressCard {
  kind: 'progress';
  number: string;
  steps: Step[];
}

export interface LogisticsCard {
  kind: 'logistics';
  order?: OrderSummary;
  carrier: string | null;
  tracking_number: string | null;
  /** What has happened so far, the latest last. */
  steps: Omit<Step, 'state'>[];
  promised_text?: string | null;
}

export interface RatingCard {
  kind: 'rating';
  text?: string;
  /** The number of the ticket it is about; none: the conversation. */
  ticket?: string;
}

export interface ConsentCard {
  kind: 'consent';
  text: string;
  items: string[];
}

export type Card =
  | OrderCard
  | OrderListCard
  | SummaryCard
  | DecisionCard
  | TicketCard
  | ProgressCard
  | LogisticsCard
  | RatingCard
  | ConsentCard;
