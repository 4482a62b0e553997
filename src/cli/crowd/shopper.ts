import type { Character } from './character.ts';
import type { Crowd } from './visit.ts';

/** A buyer with a live session. */
export interface Shopper {
  readonly crowd: Crowd;
  readonly character: Character;
  /** The session pass changes when checkout begins. */
  readonly headers: { readonly 'x-tix-auth': string; 'x-tix-session': string };
  readonly sessionId: string;
}
