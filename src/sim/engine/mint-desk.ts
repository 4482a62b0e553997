import type { Character } from './character.ts';
import { arrivingIn, type Group } from './groups.ts';
import type { WaitingRoom } from './rooms/index.ts';
import { OPENS_AT, type Steering } from './steering.ts';
import type { Tallies } from './tallies.ts';
import type { ToldWaits } from './told-waits.ts';

/** Where people get their tokens. */
export interface MintDesk {
  /** Everybody who arrives in this second. */
  mint(second: number): void;
  /** Tells those who came early how long they will wait, now that the doors open. */
  tellEarly(): void;
  /** Arrivals sampled since this was last asked, by epoch second. */
  takeSampled(): (readonly [second: number, sampled: number])[];
}

/** People told their wait, about. */
const TOLD_PEOPLE = 20_000;

export interface MintDeskSetting {
  readonly groups: readonly Group[];
  readonly tokens: number;
  readonly character: Character;
  readonly room: WaitingRoom;
  readonly tallies: Tallies;
  readonly told: ToldWaits;
  readonly steering: Steering;
  readonly onMinted: ((from: number, to: number, second: number) => void) | undefined;
}

export function createMintDesk(setting: MintDeskSetting): MintDesk {
  const { groups, character, room, tallies, told, steering } = setting;
  const toldEvery = Math.ceil(setting.tokens / TOLD_PEOPLE);
  const early: number[] = [];
  let sampled: [second: number, sampled: number][] = [];

  const tellSome = (from: number, to: number, second: number): void => {
    for (let number = Math.ceil(from / toldEvery) * toldEvery; number < to; number += toldEvery) {
      if (second < 0) early.push(number);
      else told.tell(number, steering.reading(second), second);
    }
  };

  return {
    mint(second) {
      let count = 0;
      for (const [index, group] of groups.entries()) {
        const [from, to] = arrivingIn(group, second);
        if (from === to) continue;
        room.join(group, from, to, second);
        tallies.joined(index, from, to, second);
        setting.onMinted?.(from, to, second);
        for (let number = from; number < to; number++) if (character.isSampled(number, second)) count += 1;
        if (group.kind === 'class') tellSome(from, to, second);
      }
      if (count > 0) sampled.push([OPENS_AT + second, count]);
    },
    tellEarly() {
      for (const number of early) told.tell(number, 0, 0);
    },
    takeSampled() {
      const taken = sampled;
      sampled = [];
      return taken;
    },
  };
}
