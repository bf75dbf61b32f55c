import { seal, unseal, type ToPage, type ToWidget } from '../shared/embed';

export interface Start {
  session: string | null;
  identity: string | null;
}

/** The page around the widget: it keeps the session, knows the shopper, and decides whether we are seen. */
export interface Host {
  readonly embedded: boolean;
  /** `start` is called once, when the shopper first opens the widget; `visible` at every change. */
  begin(start: (known: Start) => void, visible: (open: boolean) => void): void;
  saveSession(session: string | null): void;
  /** A fresh signed identity from the shop, or null. */
  freshIdentity(): Promise<string | null>;
  unread(count: number): void;
  close(): void;
}

const ANSWER_MS = 8000;

/** Inside the shop's page: everything goes through the loader. */
export class EmbeddedHost implements Host {
  readonly embedded = true;
  private origin: string | null = null;
  private known: Start = { session: null, identity: null };
  private started = false;
  private waiting: ((identity: string | null) => void)[] = [];

  constructor(private readonly page: Window) {}

  begin(start: (known: Start) => void, visible: (open: boolean) => void): void {
    const show = (open: boolean): void => {
      if (open && !this.started) {
        this.started = true;
        start(this.known);
      }
      visible(open);
    };
    addEventListener('message', (event: MessageEvent) => {
      if (event.source !== this.page) return;
      if (this.origin !== null && event.origin !== this.origin) return;
      const message = unseal<ToWidget>(event.data);
      if (message?.type === 'init') {
        // From here on nothing goes to, or comes from, another origin.
        this.origin = event.origin;
        this.known = { session: message.session, identity: message.identity };
        show(message.open);
      } else if (message?.type === 'visible' && this.origin !== null) {
        show(message.open);
      } else if (message?.type === 'identity') {
        for (const resolve of this.waiting.splice(0)) resolve(message.identity);
      }
    });
    this.page.postMessage(seal<ToPage>({ type: 'ready' }), '*');
  }

  saveSession(session: string | null): void {
    this.post({ type: 'session', session });
  }

  freshIdentity(): Promise<string | null> {
    return new Promise((resolve) => {
      this.waiting.push(resolve);
      setTimeout(() => resolve(null), ANSWER_MS);
      this.post({ type: 'identity' });
    });
  }

  unread(count: number): void {
    this.post({ type: 'unread', count });
  }

  close(): void {
    this.post({ type: 'close' });
  }

  private post(message: ToPage): void {
    if (this.origin !== null) this.page.postMessage(seal(message), this.origin);
  }
}

/** Opened as a page of its own, for example from a link in an app. */
export class StandaloneHost implements Host {
  readonly embedded = false;
  private readonly key = 'aftersales:session';

  begin(start: (known: Start) => void, visible: (open: boolean) => void): void {
    start({ session: localStorage.getItem(this.key), identity: null });
    visible(true);
  }

  saveSession(session: string | null): void {
    if (session === null) localStorage.removeItem(this.key);
    else localStorage.setItem(this.key, session);
  }

  freshIdentity(): Promise<string | null> {
    return Promise.resolve(null);
  }

  unread(count: number): void {
    document.title = document.title.replace(/^\(\d+\) /, '');
    if (count) document.title = `(${count}) ${document.title}`;
  }

  close(): void {
    history.back();
  }
}
