import type { ReactNode } from 'react';

export type ToneName = 'plain' | 'active' | 'good' | 'warn' | 'bad';

/** A small label; the colour only repeats what the words say. */
export function Tone({ tone = 'plain', title, children }: { tone?: ToneName; title?: string; children: ReactNode }) {
  return (
    <span className={`tone tone-${tone}`} title={title}>
      {children}
    </span>
  );
}
