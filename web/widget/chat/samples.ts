import type { Message } from '../../shared/protocol';

/** A message for tests: from the bot unless told otherwise, one minute after the one before. */
export function sample(seq: number, more: Partial<Message> = {}): Message {
  const ts = new Date(Date.UTC(2026, 2, 2, 2, seq)).toISOString();
  return { id: `m${seq}`, seq, ts, from: 'bot', text: `第 ${seq} 条`, ...more };
}
