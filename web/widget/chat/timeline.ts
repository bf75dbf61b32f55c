import type { Message } from '../../shared/protocol';

/** Adds messages to a list ascending by `seq`; an id already there is replaced, never doubled. */
export function merge(known: readonly Message[], incoming: readonly Message[]): Message[] {
  const byId = new Map(known.map((message) => [message.id, message]));
  for (const message of incoming) byId.set(message.id, message);
  return [...byId.values()].sort((a, b) => a.seq - b.seq);
}

export const lastSeq = (messages: readonly Message[]): number => messages[messages.length - 1]?.seq ?? 0;

/** The last message that came from the other side. */
export const lastHeard = (messages: readonly Message[]): number =>
  lastSeq(messages.filter((message) => message.from !== 'shopper'));

const GROUP_MS = 2 * 60_000;
const SEPARATOR_MS = 5 * 60_000;

export interface Entry {
  message: Message;
  /** A time stands above: the first message, or one after a pause. */
  separated: boolean;
  /** First of a run by the same person: carries avatar and name. */
  leads: boolean;
}

/** How messages are laid out one under the other. */
export function layout(messages: readonly Message[]): Entry[] {
  return messages.map((message, index) => {
    const before = messages[index - 1];
    const pause = before ? Date.parse(message.ts) - Date.parse(before.ts) : Infinity;
    const separated = pause > SEPARATOR_MS;
    const sameVoice = before?.from === message.from && before.agent?.name === message.agent?.name;
    return { message, separated, leads: separated || !sameVoice || pause > GROUP_MS };
  });
}
