import { lasting } from '../format';
import type { ToneName } from '../Tone';
import type { CaseClock } from '../types';
import { clockStates, word } from '../words';

/** Share of the way to the target from which a clock is worth a look. */
const WARN_AT = 0.8;

/** Clocks of the shopper's own time and of the end: nobody at the desk is late by them. */
const NOT_OURS = ['HER-INFO', 'HER-RETURN', 'CLOSE'];

export type Urgency = 'stopped' | 'paused' | 'waiting' | 'calm' | 'soon' | 'late' | 'breached';

export const TONES: Readonly<Record<Urgency, ToneName>> = {
  stopped: 'plain',
  paused: 'plain',
  waiting: 'plain',
  calm: 'active',
  soon: 'warn',
  late: 'warn',
  breached: 'bad',
};

/** How a clock stands now: before its target, past it, or past its limit. */
export function urgency({ clock, state, stopped_at, started_at, target, limit }: CaseClock, now: number): Urgency {
  if (stopped_at !== null || state === 'met' || state === 'missed' || state === 'void') return 'stopped';
  if (state === 'paused') return 'paused';
  if (NOT_OURS.includes(clock)) return 'waiting';
  if (state === 'breached' || now >= Date.parse(limit)) return 'breached';
  if (now >= Date.parse(target)) return 'late';
  const start = Date.parse(started_at);
  return now >= start + (Date.parse(target) - start) * WARN_AT ? 'soon' : 'calm';
}

/** The same in words: how much time is left, or how late it is. */
export function timeLeft(clock: CaseClock, now: number): string {
  switch (urgency(clock, now)) {
    case 'stopped':
    case 'paused':
      return word(clockStates, clock.state);
    case 'waiting':
      return `还有 ${lasting(Date.parse(clock.limit) - now)}`;
    case 'breached':
      return `已超时 ${lasting(now - Date.parse(clock.limit))}`;
    case 'late':
      return `已过目标 ${lasting(now - Date.parse(clock.target))}`;
    default:
      return `还有 ${lasting(Date.parse(clock.target) - now)}`;
  }
}
