import type { Draft, Message } from '../../shared/protocol';

/** A message of hers the service has not confirmed yet. */
export interface Pending {
  draft: Draft;
  /** What the bubble shows: the text, or the title of the choice. */
  shown: string;
  /** The message whose choice this is. */
  question?: string;
  at: string;
  status: 'sending' | 'failed';
  error?: string;
}

const key = (conversation: string): string => `aftersales:outbox:${conversation}`;

/** Unsent messages survive a reload of the page; where storage is refused they live in memory only. */
export function loadOutbox(conversation: string): Pending[] {
  try {
    return JSON.parse(sessionStorage.getItem(key(conversation)) ?? '[]') as Pending[];
  } catch {
    return [];
  }
}

export function saveOutbox(conversation: string, outbox: readonly Pending[]): void {
  try {
    if (outbox.length) sessionStorage.setItem(key(conversation), JSON.stringify(outbox));
    else sessionStorage.removeItem(key(conversation));
  } catch {
    // Storage refused or full: nothing to do, the list in memory still goes out.
  }
}

/** Entries the service has: they came back as messages. */
export function unconfirmed(outbox: readonly Pending[], messages: readonly Message[]): Pending[] {
  const stored = new Set(messages.map((message) => message.id));
  return outbox.filter((pending) => !stored.has(pending.draft.id));
}

/** How a confirmed entry stands in the log until the service's own copy replaces it. */
export function asMessage(pending: Pending, seq: number): Message {
  const photos = pending.draft.photo_ids?.map((id) => ({ id }));
  return {
    id: pending.draft.id,
    seq,
    ts: pending.at,
    from: 'shopper',
    ...(pending.shown && { text: pending.shown }),
    ...(photos?.length && { photos }),
  };
}
