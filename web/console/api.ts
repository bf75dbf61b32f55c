import type {
  Agent,
  CaseClock,
  Command,
  CommandDone,
  CommandStatus,
  ConversationDetail,
  ConversationPage,
  Decision,
  LearningStatus,
  Login,
  Order,
  Owner,
  Parsed,
  PromiseMade,
  PromiseState,
  Proposal,
  Report,
  Slots,
  Ticket,
  TicketPage,
} from './types';

/** A refusal of the service: `code` is stable, `message` is written for a person. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly field?: string,
  ) {
    super(message);
    this.name = 'ApiError';
  }
}

export interface ConversationQuery {
  owner?: Owner;
  mine?: boolean;
  cursor?: string | null;
  limit?: number;
}

export interface TicketQuery {
  conversation_id?: string;
  status?: string;
  type?: string;
  level?: string;
  assignee?: string;
  open?: boolean;
  /** A part of the number of a ticket or an order. */
  text?: string;
  limit?: number;
  offset?: number;
}

/** Calendar days in the shop's zone, both included. */
export interface ReportQuery {
  from: string;
  to: string;
  channel?: string;
  merchant?: string;
  agent?: string;
  category?: string;
  by?: 'channel' | 'merchant' | 'agent' | 'category' | 'day' | 'week' | 'month';
}

/** A ticket as it was seen; one that has moved on since is refused as `stale`. */
type Seen = Pick<Ticket, 'id' | 'version'>;

/** One agent's access to the desk API; `onUnauthorised` hears of every 401. */
export class DeskApi {
  constructor(
    private readonly token: string,
    private readonly onUnauthorised: () => void,
  ) {}

  conversations({ owner, mine, cursor, limit = 30 }: ConversationQuery): Promise<ConversationPage> {
    return this.json(`/api/conversations?${search({ limit, owner, mine: mine || undefined, cursor: cursor ?? undefined })}`);
  }

  conversation(id: string): Promise<ConversationDetail> {
    return this.json(conversationPath(id));
  }

  claim(id: string): Promise<ConversationDetail> {
    return this.json(`${conversationPath(id)}/claim`, {});
  }

  reply(id: string, message: { id: string; text: string }): Promise<ConversationDetail> {
    return this.json(`${conversationPath(id)}/messages`, message);
  }

  note(id: string, text: string): Promise<ConversationDetail> {
    return this.json(`${conversationPath(id)}/notes`, { text });
  }

  /** `to` is a skill group or an agent's id. */
  transfer(id: string, to: string, note: string): Promise<ConversationDetail> {
    return this.json(`${conversationPath(id)}/transfer`, note ? { to, note } : { to });
  }

  /** Back to the bot; `slots` holds only what the agent changed. */
  handBack(id: string, slots: Slots): Promise<ConversationDetail> {
    return this.json(`${conversationPath(id)}/return`, { slots });
  }

  resolve(id: string, code: string): Promise<ConversationDetail> {
    return this.json(`${conversationPath(id)}/resolve`, { code });
  }

  tickets(query: TicketQuery): Promise<TicketPage> {
    return this.json(`/api/tickets?${search(query)}`);
  }

  ticket(id: string): Promise<Ticket> {
    return this.json(ticketPath(id));
  }

  /** An application taken down for a caller; what the rules refuse is `refused_by_policy`. */
  openTicket(application: object): Promise<Ticket> {
    return this.json('/api/tickets', application);
  }

  /** Everybody who is active; a merchant's own people only, for a merchant. */
  async colleagues(): Promise<Agent[]> {
    return (await this.json<Items<Agent>>('/api/agents')).items;
  }

  /** What the program's clock says, in milliseconds. */
  async now(): Promise<number> {
    return Date.parse((await this.json<{ now: string }>('/api/time')).now);
  }

  order(id: string): Promise<Order> {
    return this.json(`/api/orders/${encodeURIComponent(id)}`);
  }

  /** `details` is the data of the record that belongs to the step. */
  transition(ticket: Seen, to: string, why: string, details?: object): Promise<Ticket> {
    return this.change(ticket, 'transitions', details ? { to, why, details } : { to, why });
  }

  /** A fact beside the steps; the same `key` records nothing twice. */
  record(ticket: Seen, kind: string, data: object, key: string): Promise<Ticket> {
    return this.json(`${ticketPath(ticket.id)}/records`, { kind, data, key });
  }

  assign(ticket: Seen, agent: string | null): Promise<Ticket> {
    return this.change(ticket, 'assign', { agent });
  }

  escalate(ticket: Seen, level: string, why: string): Promise<Ticket> {
    return this.change(ticket, 'escalate', { level, why });
  }

  changeRemedy(ticket: Seen, remedy: string, why: string): Promise<Ticket> {
    return this.change(ticket, 'remedy', { remedy, why });
  }

  setAmount(ticket: Seen, amount: string, why: string): Promise<Ticket> {
    return this.change(ticket, 'amount', { amount, why });
  }

  async ticketClocks(id: string): Promise<CaseClock[]> {
    return (await this.json<Items<CaseClock>>(`${ticketPath(id)}/clocks`)).items;
  }

  extendClock(ticketId: string, clock: string, days: number, why: string): Promise<CaseClock> {
    return this.json(`${ticketPath(ticketId)}/clocks/${encodeURIComponent(clock)}/extend`, { days, why });
  }

  /** Every clock that runs, the soonest target first. */
  async clocks(): Promise<CaseClock[]> {
    return (await this.json<Items<CaseClock>>('/api/clocks?limit=500')).items;
  }

  async promises(state: PromiseState): Promise<PromiseMade[]> {
    return (await this.json<Items<PromiseMade>>(`/api/promises?${search({ state })}`)).items;
  }

  commands(status: CommandStatus): Promise<{ items: Command[]; total: number }> {
    return this.json(`/api/commands?${search({ status, limit: 200 })}`);
  }

  commandDone(id: string, done: CommandDone): Promise<Command> {
    return this.json(`/api/commands/${encodeURIComponent(id)}/done`, done);
  }

  retryCommand(id: string): Promise<Command> {
    return this.json(`/api/commands/${encodeURIComponent(id)}/retry`, {});
  }

  /** What the policy decides on `facts`; nothing is stored. */
  simulate(facts: object): Promise<Decision> {
    return this.json('/api/policy/simulate', facts);
  }

  parse(text: string, expects?: string): Promise<Parsed> {
    return this.json('/api/nlu/parse', expects ? { text, expects } : { text });
  }

  learning(): Promise<LearningStatus> {
    return this.json('/api/learning');
  }

  /** Messages worth a label, the most useful first. */
  async proposals(): Promise<Proposal[]> {
    return (await this.json<Items<Proposal>>(`/api/learning/proposals?${search({ limit: 50 })}`)).items;
  }

  /** `label` is an intent with its topic, or `skip`. */
  label(id: string, label: string): Promise<unknown> {
    return this.json('/api/learning/labels', { id, label });
  }

  async takeBackLabel(id: string): Promise<void> {
    await this.send(`/api/learning/labels/${encodeURIComponent(id)}`, undefined, 'DELETE');
  }

  report(query: ReportQuery): Promise<Report> {
    return this.json(`/api/reports?${search(query)}`);
  }

  /** The same as a table for Excel. */
  async reportTable(query: ReportQuery): Promise<Blob> {
    return (await this.send(`/api/reports?${search({ ...query, format: 'csv' })}`)).blob();
  }

  async photo(id: string): Promise<Blob> {
    return (await this.send(`/api/photos/${encodeURIComponent(id)}`)).blob();
  }

  private change(ticket: Seen, what: string, body: object): Promise<Ticket> {
    return this.json(`${ticketPath(ticket.id)}/${what}`, { ...body, version: ticket.version });
  }

  private async json<T>(path: string, body?: object): Promise<T> {
    return (await (await this.send(path, body)).json()) as T;
  }

  private async send(path: string, body?: object, method?: 'DELETE'): Promise<Response> {
    try {
      return await request(path, body, this.token, method);
    } catch (error) {
      if (error instanceof ApiError && error.status === 401) this.onUnauthorised();
      throw error;
    }
  }
}

export async function login(user: string, password: string): Promise<Login> {
  return (await (await request('/api/login', { user, password })).json()) as Login;
}

function conversationPath(id: string): string {
  return `/api/conversations/${encodeURIComponent(id)}`;
}

function ticketPath(id: string): string {
  return `/api/tickets/${encodeURIComponent(id)}`;
}

interface Items<T> {
  items: T[];
}

/** A query string of what is set. */
function search(query: object): URLSearchParams {
  const set = Object.entries(query).filter(([, value]) => value !== undefined && value !== '');
  return new URLSearchParams(set.map(([name, value]) => [name, String(value)]));
}

/** POST when there is a body, else GET, unless told otherwise; anything but 2xx is an `ApiError`. */
async function request(path: string, body?: object, token?: string, method?: 'DELETE'): Promise<Response> {
  const headers = new Headers();
  if (token) headers.set('Authorization', `Bearer ${token}`);
  if (body) headers.set('Content-Type', 'application/json');
  let response: Response;
  try {
    const sent = body ? { method: 'POST', body: JSON.stringify(body) } : { method: method ?? 'GET' };
    response = await fetch(path, { ...sent, headers });
  } catch {
    throw new ApiError(0, 'offline', '网络连接不上，请稍后再试。');
  }
  if (!response.ok) throw await refusal(response);
  return response;
}

async function refusal(response: Response): Promise<ApiError> {
  const body = (await response.json().catch(() => null)) as {
    error?: { code?: string; message?: string; field?: string };
  } | null;
  const { code = `http_${response.status}`, message = '服务暂时不可用，请稍后再试。', field } = body?.error ?? {};
  return new ApiError(response.status, code, message, field);
}
