import type { Socket } from 'socket.io-client';
import type {
  Ack,
  Choice,
  ClientEvents,
  ConnectAuth,
  Draft,
  HistoryPage,
  HistoryQuery,
  Message,
  Outcome,
  ServerEvents,
  SessionInfo,
} from '../../shared/protocol';
import { widgetText as t } from '../../shared/zh';
import type { Host, Start } from '../host';
import { loadOutbox, type Pending, saveOutbox } from './outbox';
import { type ChatState, type Happening, initial, reduce } from './state';
import { lastHeard, lastSeq } from './timeline';
import { uuid } from '../../shared/uuid';

export type ChatSocket = Socket<ServerEvents, ClientEvents>;

const ACK_MS = 10_000;
const RECONNECT_MS = 1000;
const TYPING_EVERY_MS = 3000;
const TYPING_SHOWN_MS = 8000;
/** Asks for the newest page; the largest number every store can compare with. */
const NEWEST = 2 ** 31 - 1;

/**
 * One conversation: connects, keeps what is unsent until it is confirmed, and catches up after every reconnect.
 * The socket restores nothing by itself, so each connect carries the session and asks for what was missed.
 */
export class Chat {
  state: ChatState = initial;
  private session: string | null = null;
  private identity: string | null = null;
  private wantsNew = false;
  private identityRetried = false;
  /** Everything up to here was seen without a gap. */
  private synced = 0;
  private syncing = false;
  private flushing = false;
  private lastTyped = -Infinity;
  private marked = 0;
  private unread = 0;
  private visible = false;
  private typingTimer: ReturnType<typeof setTimeout> | undefined;
  private readonly listeners = new Set<() => void>();

  constructor(
    private readonly socket: ChatSocket,
    private readonly host: Host,
    private readonly newId: () => string = uuid,
    private readonly now: () => number = Date.now,
  ) {
    socket.on('session', (info) => void this.entered(info));
    socket.on('message', (message) => this.heard(message));
    socket.on('turn', (turn) => this.dispatch({ type: 'turn', turn }));
    socket.on('state', (state) => this.dispatch({ type: 'state', state }));
    socket.on('receipt', (receipt) => this.dispatch({ type: 'receipt', receipt }));
    socket.on('typing', ({ from }) => this.otherTypes(from));
    socket.on('disconnect', (reason) => {
      if (reason !== 'io client disconnect') this.dispatch({ type: 'link', link: 'lost' });
      if (reason === 'io server disconnect') setTimeout(() => socket.connect(), RECONNECT_MS);
    });
    socket.on('connect_error', (error) => void this.refused(error));
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** The session photos are uploaded and fetched with. */
  get token(): string | null {
    return this.session;
  }

  start(known: Start): void {
    this.session = known.session;
    this.identity = known.identity;
    this.connect();
  }

  send(text: string, photoIds: string[] = []): void {
    const draft: Draft = { id: this.newId(), ...(text && { text }), ...(photoIds.length && { photo_ids: photoIds }) };
    this.post({ draft, shown: text });
  }

  choose(question: Message, choice: Choice): void {
    this.post({ draft: { id: this.newId(), choice: choice.id }, shown: choice.title, question: question.id });
  }

  askForHuman(): void {
    this.send(t.header.human);
  }

  retry(id: string): void {
    // A new id: the service may have refused the old one for good.
    this.dispatch({ type: 'resend', id, fresh: this.newId() });
    void this.flush();
  }

  discard(id: string): void {
    this.dispatch({ type: 'discard', id });
  }

  dismissNotice(): void {
    this.dispatch({ type: 'notice', text: null });
  }

  /** Another conversation; the present one stays with the service. */
  restart(): void {
    this.wantsNew = true;
    this.socket.disconnect();
    this.dispatch({ type: 'forget' });
    this.connect();
  }

  reconnect(): void {
    this.socket.disconnect();
    this.connect();
  }

  typed(): void {
    if (!this.socket.connected || this.now() - this.lastTyped < TYPING_EVERY_MS) return;
    this.lastTyped = this.now();
    this.socket.emit('typing');
  }

  /** Whether the service took the rating. */
  async rate(score: number, comment: string, ticket?: string): Promise<boolean> {
    try {
      const rating = { score, ...(comment && { comment }), ...(ticket && { ticket }) };
      const reply = (await this.socket.timeout(ACK_MS).emitWithAck('rate', rating)) as Outcome;
      return reply.ok;
    } catch {
      return false;
    }
  }

  /** Whether she has the conversation before her eyes. */
  seen(visible: boolean): void {
    this.visible = visible;
    if (!visible) return;
    this.unread = 0;
    this.host.unread(0);
    const seq = lastHeard(this.state.messages);
    if (seq > this.marked && this.socket.connected) {
      this.marked = seq;
      this.socket.emit('read', { seq });
    }
  }

  async loadOlder(): Promise<void> {
    const first = this.state.messages[0];
    if (!first || !this.state.older || this.state.loadingOlder) return;
    this.dispatch({ type: 'loadingOlder' });
    try {
      const page = await this.history({ before_seq: first.seq });
      this.dispatch({ type: 'page', page, older: true });
    } catch {
      this.dispatch({ type: 'page', page: { messages: [], more: true }, older: true });
    }
  }

  private connect(): void {
    const auth: ConnectAuth = {
      ...(this.session && !this.wantsNew && { session: this.session }),
      ...(this.identity && { identity: this.identity }),
      ...(this.wantsNew && { new: true }),
    };
    this.socket.auth = auth;
    this.dispatch({ type: 'link', link: 'connecting' });
    this.socket.connect();
  }

  private async entered(info: SessionInfo): Promise<void> {
    this.session = info.session;
    this.wantsNew = false;
    this.socket.auth = { session: info.session, ...(this.identity && { identity: this.identity }) };
    this.host.saveSession(info.session);
    if (this.state.conversation !== info.conversation_id) {
      this.synced = 0;
      this.marked = 0;
    }
    this.dispatch({ type: 'session', info, outbox: loadOutbox(info.conversation_id) });
    await this.catchUp();
    void this.flush();
    if (info.identity === 'expired') await this.renewIdentity();
    else this.identityRetried = false;
  }

  private async catchUp(): Promise<void> {
    if (this.syncing) return;
    this.syncing = true;
    try {
      if (this.synced === 0) {
        const page = await this.history({ before_seq: NEWEST });
        this.dispatch({ type: 'page', page, older: true });
        this.synced = lastSeq(page.messages);
      } else {
        for (let more = true; more; ) {
          const page = await this.history({ after_seq: this.synced });
          this.dispatch({ type: 'page', page, older: false });
          this.synced = Math.max(this.synced, lastSeq(page.messages));
          more = page.more && page.messages.length > 0;
        }
      }
    } catch {
      // The connection broke again: the next connect asks from the same place.
    } finally {
      this.syncing = false;
      this.seen(this.visible);
    }
  }

  private history(query: HistoryQuery): Promise<HistoryPage> {
    return this.socket.timeout(ACK_MS).emitWithAck('history', query) as Promise<HistoryPage>;
  }

  private heard(message: Message): void {
    const news = message.from !== 'shopper' && message.seq > lastSeq(this.state.messages);
    this.dispatch({ type: 'message', message });
    if (!this.syncing) this.synced = Math.max(this.synced, message.seq);
    if (this.visible) this.seen(true);
    else if (news) this.host.unread(++this.unread);
  }

  private otherTypes(from: Message['from']): void {
    if (from === 'shopper') return;
    clearTimeout(this.typingTimer);
    this.dispatch({ type: 'typing', from });
    this.typingTimer = setTimeout(() => this.dispatch({ type: 'typing', from: null }), TYPING_SHOWN_MS);
  }

  private post(entry: Omit<Pending, 'at' | 'status'>): void {
    const at = new Date(this.now()).toISOString();
    this.dispatch({ type: 'queued', pending: { ...entry, at, status: 'sending' } });
    void this.flush();
  }

  /** Sends what is unsent, one after the other, so that the order stays hers. */
  private async flush(): Promise<void> {
    if (this.flushing) return;
    this.flushing = true;
    try {
      for (;;) {
        const next = this.state.outbox.find((pending) => pending.status === 'sending');
        if (!next || !this.socket.connected || this.state.link !== 'online') return;
        await this.deliver(next);
      }
    } finally {
      this.flushing = false;
    }
  }

  private async deliver({ draft, question }: Pending): Promise<void> {
    const { id } = draft;
    try {
      const ack = (await this.socket.timeout(ACK_MS).emitWithAck('message', draft)) as Ack;
      if (ack.ok) {
        this.dispatch({ type: 'stored', id, seq: ack.seq, duplicate: ack.duplicate ?? false });
        return;
      }
      const { code } = ack.error;
      const text = t.errors[code] ?? t.errors.unknown ?? ack.error.message;
      if (question !== undefined && (code === 'stale_choice' || code === 'unknown_choice')) {
        this.dispatch({ type: 'stale', id, question, notice: text });
      } else {
        this.dispatch({ type: 'failed', id, error: text });
        if (code === 'session_invalid') this.reconnect();
      }
    } catch {
      // No answer in time or the line is gone: the same id goes out again, the service stores it once.
    }
  }

  private async refused(error: Error & { data?: { code?: string } }): Promise<void> {
    const code = error.data?.code ?? error.message;
    if (code === 'session_invalid' && this.session !== null) {
      this.session = null;
      this.host.saveSession(null);
      this.connect();
    } else if (code === 'identity_invalid' && this.identity !== null) {
      await this.renewIdentity();
    } else {
      // A socket that is still active tries again by itself; a refusal by the service ends its attempts.
      this.dispatch({ type: 'link', link: this.socket.active ? 'lost' : 'refused' });
    }
  }

  /** One try per expiry; without a better identity the conversation goes on anonymously. */
  private async renewIdentity(): Promise<void> {
    const before = this.identity;
    const fresh = this.identityRetried ? null : await this.host.freshIdentity();
    this.identityRetried = true;
    this.identity = fresh === before ? null : fresh;
    if (this.identity !== null || !this.socket.connected) this.reconnect();
  }

  private dispatch(happening: Happening): void {
    this.state = reduce(this.state, happening);
    if (this.state.conversation !== null) saveOutbox(this.state.conversation, this.state.outbox);
    for (const listener of this.listeners) listener();
  }
}
