import type { ConversationDetail, ConversationPage, Login, Owner, Slots, Ticket, TicketPage } from './types';

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

/** One agent's access to the desk API; `onUnauthorised` hears of every 401. */
export class DeskApi {
  constructor(
    private readonly token: string,
    private readonly onUnauthorised: () => void,
  ) {}

  conversations({ owner, mine, cursor, limit = 30 }: ConversationQuery): Promise<ConversationPage> {
    const query = new URLSearchParams({ limit: String(limit) });
    if (owner) query.set('owner', owner);
    if (mine) query.set('mine', 'true');
    if (cursor) query.set('cursor', cursor);
    return this.json(`/api/conversations?${query}`);
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

  tickets(conversationId: string): Promise<TicketPage> {
    return this.json(`/api/tickets?${new URLSearchParams({ conversation_id: conversationId })}`);
  }

  transition(ticket: Pick<Ticket, 'id' | 'version'>, to: string, why: string): Promise<Ticket> {
    const path = `/api/tickets/${encodeURIComponent(ticket.id)}/transitions`;
    return this.json(path, { to, why, version: ticket.version });
  }

  async photo(id: string): Promise<Blob> {
    return (await this.send(`/api/photos/${encodeURIComponent(id)}`)).blob();
  }

  private async json<T>(path: string, body?: object): Promise<T> {
    return (await (await this.send(path, body)).json()) as T;
  }

  private async send(path: string, body?: object): Promise<Response> {
    try {
      return await request(path, body, this.token);
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

/** POST when there is a body, else GET; anything but 2xx is an `ApiError`. */
async function request(path: string, body?: object, token?: string): Promise<Response> {
  const headers = new Headers();
  if (token) headers.set('Authorization', `Bearer ${token}`);
  if (body) headers.set('Content-Type', 'application/json');
  let response: Response;
  try {
    response = await fetch(path, body ? { method: 'POST', headers, body: JSON.stringify(body) } : { headers });
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
