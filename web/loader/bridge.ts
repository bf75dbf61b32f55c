import { seal, unseal, type ToPage, type ToWidget } from '../shared/embed';
import type { SessionStore } from './session';

export interface Identity {
  /** The signed identity the page has at hand. */
  known: string | null;
  /** Fetches a fresh one. */
  provider: (() => Promise<string | null>) | null;
}

export interface Panel {
  readonly open: boolean;
  readonly mobile: boolean;
  close(): void;
  unread(count: number): void;
}

/** Talks with one iframe: only with its window, only at its origin. */
export class Bridge {
  /** Fetched while the iframe loads. */
  private readonly first: Promise<string | null>;

  constructor(
    private readonly frame: HTMLIFrameElement,
    private readonly origin: string,
    private readonly session: SessionStore,
    private readonly identity: Identity,
    private readonly panel: Panel,
  ) {
    this.first = identity.known === null ? this.fresh() : Promise.resolve(identity.known);
    addEventListener('message', this.receive);
  }

  dispose(): void {
    removeEventListener('message', this.receive);
  }

  visible(): void {
    this.post({ type: 'visible', open: this.panel.open, mobile: this.panel.mobile });
  }

  private readonly receive = (event: MessageEvent): void => {
    if (event.origin !== this.origin || event.source !== this.frame.contentWindow) return;
    const message = unseal<ToPage>(event.data);
    if (message) void this.handle(message);
  };

  private async handle(message: ToPage): Promise<void> {
    switch (message.type) {
      case 'ready': {
        const identity = await this.first;
        const { open, mobile } = this.panel;
        this.post({ type: 'init', session: this.session.load(), identity, open, mobile });
        break;
      }
      case 'session':
        this.session.save(message.session);
        break;
      case 'identity':
        this.post({ type: 'identity', identity: await this.fresh() });
        break;
      case 'unread':
        this.panel.unread(message.count);
        break;
      case 'close':
        this.panel.close();
    }
  }

  private async fresh(): Promise<string | null> {
    try {
      return (await this.identity.provider?.()) ?? null;
    } catch {
      return null;
    }
  }

  private post(message: ToWidget): void {
    this.frame.contentWindow?.postMessage(seal(message), this.origin);
  }
}
