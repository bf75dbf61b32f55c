import type { Choice } from '../../../shared/protocol';

/** The choices of a message and what may be done with them. */
export interface Asked {
  choices: Choice[];
  live: boolean;
  /** Id of the choice she took. */
  picked: string | null;
  choose(choice: Choice): void;
}
