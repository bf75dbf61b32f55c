/** What the loader (in the shop's page) and the widget (in its iframe) tell each other by postMessage. */

export type ToWidget =
  | { type: 'init'; session: string | null; identity: string | null; open: boolean; mobile: boolean }
  | { type: 'visible'; open: boolean; mobile: boolean }
  | { type: 'identity'; identity: string | null };

export type ToPage =
  | { type: 'ready' }
  | { type: 'session'; session: string | null }
  | { type: 'identity' }
  | { type: 'unread'; count: number }
  | { type: 'close' };

/** Marks our messages among all others a page may receive. */
export const CHANNEL = 'aftersales';

export interface Envelope<T> {
  channel: typeof CHANNEL;
  body: T;
}

export function seal<T>(body: T): Envelope<T> {
  return { channel: CHANNEL, body };
}

/** The body of one of our messages, or null for anybody else's. */
export function unseal<T>(data: unknown): T | null {
  const envelope = data as Partial<Envelope<T>> | null;
  return typeof envelope === 'object' && envelope?.channel === CHANNEL ? (envelope.body ?? null) : null;
}
