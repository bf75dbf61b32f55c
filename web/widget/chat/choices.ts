import type { Choice, Message } from '../../shared/protocol';
import type { ChatState } from './state';

/**
 * The id of the one message whose choices may still be tapped: the newest question, as long as she has not
 * written, tapped or queued anything after it.
 */
export function liveQuestion({ messages, outbox, stale }: ChatState): string | null {
  if (outbox.some((pending) => pending.status === 'sending')) return null;
  const turns = messages.filter((message) => message.from === 'shopper' || message.choices?.length);
  const newest = turns[turns.length - 1];
  return newest && newest.from !== 'shopper' && !stale.includes(newest.id) ? newest.id : null;
}

/** What she chose for the question at `index`: her next message says the title of a choice. */
export function pickedChoice(messages: readonly Message[], index: number): Choice | null {
  const choices = messages[index]?.choices ?? [];
  const answer = messages.slice(index + 1).find((message) => message.from === 'shopper');
  return choices.find((choice) => choice.title === answer?.text) ?? null;
}
