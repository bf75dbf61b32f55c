import type { Sender } from '../../shared/protocol';
import { BotFace } from './Icon';

/** The assistant's face, or the last character of an agent's name, as Chinese chat programs show it. */
export function Avatar({ from, name }: { from: Sender; name: string }) {
  return (
    <span class={`avatar avatar-${from}`} aria-hidden="true">
      {from === 'agent' && name ? [...name].pop() : <BotFace />}
    </span>
  );
}
