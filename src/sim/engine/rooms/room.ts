import type { CurveFamily } from '../../../core/admission/index.ts';
import type { Draws } from '../../draw/index.ts';
import type { Group } from '../groups.ts';
import type { NumberList } from './due-heaps.ts';

/** Where people wait. Seconds are relative to the opening. */
export interface WaitingRoom {
  /** Numbers `from` to `to` − 1 of a group get their tokens. Called after `draw` of the same second. */
  join(group: Group, from: number, to: number, second: number): void;
  /**
   * Takes out everybody whom the verdict lets in on asking in this second; their numbers go to `out`.
   *
   * @param free places without a shopper, for rooms that look at it.
   * @returns how many.
   */
  draw(second: number, free: number, out: NumberList): number;
  /** Puts back somebody who was drawn and then found the doors closed. */
  putBack(group: Group, number: number): void;
}

/** What a room works with. */
export interface RoomSetting {
  readonly groups: readonly Group[];
  readonly draws: Draws;
  /** One link per person; whoever holds the person may use it. */
  readonly next: Int32Array;
  readonly curve: CurveFamily;
  readonly k: number;
  readonly slotSeconds: number;
  /** Position of a second in its slot lane: the phase of those whose slot starts then. */
  lane(second: number, period: number): number;
  /** Reading of the sale clock; 0 before the opening. */
  reading(second: number): number;
  /** In force; 0 when closed and before the opening. */
  tau(second: number): number;
  /** τ of the sale's first entry. */
  readonly initialTau: number;
}
