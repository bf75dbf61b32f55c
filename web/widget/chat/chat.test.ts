// @vitest-environment node
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Socket, Server } from 'socket.io';
import { io } from 'socket.io-client';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Ack, ClientEvents, ConnectAuth, Draft, HistoryPage, HistoryQuery, Message, ServerEvents } from '../../shared/protocol';
import type { Host } from '../host';
import { Chat } from './chat';
import { sample } from './samples';

const PAGE = 50;

/** As much of the service as the protocol shows: it stores by id, pages its history and accepts its own sessions. */
class Service {
  readonly http = createServer();
  readonly io = new Server<ClientEvents, ServerEvents>(this.http);
  readonly widget = this.io.of('/widget');
  readonly auths: ConnectAuth[] = [];
  readonly drafts: Draft[] = [];
  readonly queries: HistoryQuery[] = [];
  readonly reads: number[] = [];
  messages: Message[] = [];
  identity = 'known';
  refuse: (auth: ConnectAuth) => string | null = () => null;
  answer: (draft: Draft) => Ack | null = () => null;

  constructor() {
    this.widget.use((socket, next) => {
      const auth = socket.handshake.auth as ConnectAuth;
      this.auths.push(auth);
      const code = this.refuse(auth);
      next(code === null ? undefined : new Error(code));
    });
    this.widget.on('connection', (socket) => this.enter(socket));
  }

  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.http.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.http.address() as AddressInfo).port}/widget`;
  }

  say(message: Message): void {
    this.messages.push(message);
    this.widget.emit('message', message);
  }

  private enter(socket: Socket<ClientEvents, ServerEvents>): void {
    const auth = socket.handshake.auth as ConnectAuth;
    const conversation = auth.new ? 'c2' : 'c1';
    socket.emit('session', {
      session: `token-${conversation}`,
      conversation_id: conversation,
      resumed: Boolean(auth.session),
      owner: 'bot',
      identity: this.identity,
    });
    socket.on('history', (query, ack) => ack(this.page(query)));
    socket.on('read', ({ seq }) => this.reads.push(seq));
    socket.on('message', (draft, ack) => {
      this.drafts.push(draft);
      const reply = this.answer(draft) ?? this.store(draft);
      ack(reply);
    });
  }

  private page(query: HistoryQuery): HistoryPage {
    this.queries.push(query);
    const before = 'before_seq' in query;
    const found = this.messages.filter(({ seq }) => (before ? seq < query.before_seq : seq > query.after_seq));
    return { messages: before ? found.slice(-PAGE) : found.slice(0, PAGE), more: found.length > PAGE };
  }

  private store({ id, text = '' }: Draft): Ack {
    const known = this.messages.find((message) => message.id === id);
    if (known) return { ok: true, seq: known.seq, duplicate: true };
    const message = sample(this.messages.length + 1, { id, text, from: 'shopper' });
    this.messages.push(message);
    return { ok: true, seq: message.seq };
  }
}

function fakeHost() {
  return {
    embedded: true,
    begin: vi.fn(),
    saveSession: vi.fn(),
    freshIdentity: vi.fn<Host['freshIdentity']>().mockResolvedValue(null),
    unread: vi.fn(),
    close: vi.fn(),
  } satisfies Host;
}

describe('a conversation over the socket', () => {
  let service: Service;
  let host: ReturnType<typeof fakeHost>;
  let chat: Chat;
  let socket: ReturnType<typeof io>;

  const until = (check: () => void): Promise<void> => vi.waitFor(check, { timeout: 4000, interval: 5 });
  const online = (): Promise<void> => until(() => expect(chat.state.link).toBe('online'));
  const texts = (): (string | undefined)[] => chat.state.messages.map(({ text }) => text);

  beforeEach(async () => {
    service = new Service();
    host = fakeHost();
    const url = await service.listen();
    socket = io(url, { autoConnect: false, transports: ['websocket'], reconnectionDelay: 10, forceNew: true });
    chat = new Chat(socket, host);
  });
  afterEach(async () => {
    socket.disconnect();
    await service.io.close();
  });

  it('says who she is and keeps the session she gets', async () => {
    chat.start({ session: null, identity: 'jwt' });
    await online();
    expect(service.auths).toEqual([{ identity: 'jwt' }]);
    expect(host.saveSession).toHaveBeenCalledWith('token-c1');
    expect(chat.token).toBe('token-c1');
  });

  it('shows the newest page first and older ones on request', async () => {
    service.messages = Array.from({ length: 120 }, (_, index) => sample(index + 1));
    chat.start({ session: 'token-c1', identity: null });
    await until(() => expect(chat.state.messages[0]?.seq).toBe(71));
    await chat.loadOlder();
    await chat.loadOlder();
    expect(chat.state.messages).toHaveLength(120);
    expect(chat.state.older).toBe(false);
  });

  it('asks for what it missed after the line broke, page by page', async () => {
    service.messages = [sample(1)];
    chat.start({ session: null, identity: null });
    await until(() => expect(texts()).toEqual(['第 1 条']));
    service.messages.push(...Array.from({ length: 60 }, (_, index) => sample(index + 2)));
    socket.io.engine.close();
    await until(() => expect(chat.state.messages).toHaveLength(61));
    expect(service.auths[1]).toEqual({ session: 'token-c1' });
    expect(service.queries.slice(-2)).toEqual([{ after_seq: 1 }, { after_seq: 51 }]);
  });

  it('keeps what is written without a line and sends it in order, each once', async () => {
    chat.start({ session: null, identity: null });
    await online();
    socket.disconnect();
    chat.send('在吗');
    chat.send('花瓶碎了');
    expect(chat.state.outbox.map(({ shown }) => shown)).toEqual(['在吗', '花瓶碎了']);
    chat.reconnect();
    await until(() => expect(chat.state.outbox).toEqual([]));
    expect(service.messages.map(({ text }) => text)).toEqual(['在吗', '花瓶碎了']);
    expect(texts()).toEqual(['在吗', '花瓶碎了']);
  });

  it('repeats the same id when the line breaks before the acknowledgement', async () => {
    chat.start({ session: null, identity: null });
    await online();
    let first = true;
    service.answer = (draft) => {
      if (!first) return null;
      first = false;
      service.messages.push(sample(1, { id: draft.id, from: 'shopper', text: '花瓶碎了' }));
      socket.io.engine.close();
      return { ok: true, seq: 1 };
    };
    chat.send('花瓶碎了');
    await until(() => expect(chat.state.link).toBe('online'));
    await until(() => expect(chat.state.outbox).toEqual([]));
    expect(new Set(service.drafts.map(({ id }) => id)).size).toBe(1);
    expect(texts()).toEqual(['花瓶碎了']);
  });

  it('tells in plain words why a message was refused, and goes on', async () => {
    chat.start({ session: null, identity: null });
    await online();
    service.answer = ({ text }) =>
      text === '太快' ? { ok: false, error: { code: 'rate_limited', message: 'slow down' } } : null;
    chat.send('太快');
    chat.send('慢慢来');
    await until(() => expect(texts()).toEqual(['慢慢来']));
    expect(chat.state.outbox[0]).toMatchObject({ status: 'failed', error: '发送太快了，歇几秒再试' });
  });

  it('takes a stale choice back with a hint', async () => {
    chat.start({ session: null, identity: null });
    await online();
    service.answer = () => ({ ok: false, error: { code: 'stale_choice', message: 'stale' } });
    const question = sample(1, { choices: [{ id: 'a', title: '补发', value: 'remedy:reship' }] });
    service.say(question);
    await until(() => expect(texts()).toEqual(['第 1 条']));
    chat.choose(question, { id: 'a', title: '补发', value: 'remedy:reship' });
    await until(() => expect(chat.state.stale).toEqual(['m1']));
    expect(chat.state.outbox).toEqual([]);
    expect(chat.state.notice).toContain('过期');
    expect(service.drafts[0]).toMatchObject({ choice: 'a' });
    expect(service.drafts[0]).not.toHaveProperty('text');
  });

  it('forgets a session the service does not know and starts over', async () => {
    service.refuse = ({ session }) => (session === 'forged' ? 'session_invalid' : null);
    chat.start({ session: 'forged', identity: null });
    await online();
    expect(host.saveSession.mock.calls).toEqual([[null], ['token-c1']]);
    expect(service.auths[1]).toEqual({});
  });

  it('asks the page for a fresh identity when the one it has expired, once', async () => {
    service.identity = 'expired';
    host.freshIdentity.mockResolvedValue('fresh');
    chat.start({ session: null, identity: 'old' });
    await until(() => expect(service.auths).toHaveLength(2));
    expect(service.auths[1]).toEqual({ session: 'token-c1', identity: 'fresh' });
    await online();
    expect(host.freshIdentity).toHaveBeenCalledOnce();
  });

  it('goes on without an identity the service refuses', async () => {
    service.refuse = ({ identity }) => (identity ? 'identity_invalid' : null);
    chat.start({ session: null, identity: 'bad' });
    await online();
    expect(service.auths[service.auths.length - 1]).toEqual({});
  });

  it('starts another conversation on request, with nothing of the old one', async () => {
    service.messages = [sample(1)];
    chat.start({ session: null, identity: 'jwt' });
    await until(() => expect(texts()).toEqual(['第 1 条']));
    service.messages = [];
    chat.restart();
    await until(() => expect(chat.state.conversation).toBe('c2'));
    expect(service.auths[1]).toEqual({ identity: 'jwt', new: true });
    expect(texts()).toEqual([]);
    expect(host.saveSession).toHaveBeenLastCalledWith('token-c2');
  });

  it('marks messages read while she looks, and counts them while she does not', async () => {
    chat.start({ session: null, identity: null });
    await online();
    service.say(sample(1));
    await until(() => expect(host.unread).toHaveBeenLastCalledWith(1));
    expect(service.reads).toEqual([]);
    chat.seen(true);
    await until(() => expect(service.reads).toEqual([1]));
    expect(host.unread).toHaveBeenLastCalledWith(0);
    service.say(sample(2));
    await until(() => expect(service.reads).toEqual([1, 2]));
  });
});
