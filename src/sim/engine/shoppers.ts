import type { Scenario } from '../scenario/index.ts';
import { type Character, PAYING_MAX } from './character.ts';
import { createListsBySecond } from './lists-by-second.ts';

/** How a session ended. */
export type Ending = 'emptyHanded' | 'gaveUp' | 'paymentFailed' | 'bought';

/** Sessions and the seats they hold. */
export interface Shoppers {
  readonly live: number;
  readonly seats: {
    readonly available: number;
    readonly held: number;
    readonly inCheckout: number;
    readonly sold: number;
  };
  readonly buyers: number;
  /** Seconds that ended sessions lasted, all together, and how many ended. */
  readonly ended: { readonly sessions: number; readonly seconds: number };
  start(number: number, second: number): void;
  /** Everything that happens to sessions in this second. */
  advance(second: number): void;
}

/** Seats are held after this share of the time spent choosing. */
const HOLDING_SHARE = 0.5;

/** Who finds no seats looks again after this long, and then leaves. */
const LOOKING_AGAIN = 60;

/**
 * @param notes one number per person, free to use while they shop: the seats they hold.
 * @param onEnd told of every session that ends, with the seats bought.
 */
export function createShoppers(
  scenario: Scenario,
  character: Character,
  next: Int32Array,
  notes: Int32Array,
  onEnd: (number: number, ending: Ending, seats: number) => void,
): Shoppers {
  const factors = scenario.disturbances.map(({ kind, factor }) => (kind === 'sessionsTimes' ? factor : 1));
  const longest = scenario.sale.session.maxSeconds * Math.max(1, ...factors) + PAYING_MAX;
  const [choosing, looking, leaving, paying] = Array.from({ length: 4 }, () =>
    createListsBySecond(longest, next),
  ) as [Lists, Lists, Lists, Lists];
  const seats = { available: scenario.sale.seats, held: 0, inCheckout: 0, sold: 0 };
  const ended = { sessions: 0, seconds: 0 };
  let live = 0;
  let buyers = 0;

  const hold = (number: number): number => {
    const taken = Math.min(character.seatsWanted(number), seats.available);
    seats.available -= taken;
    seats.held += taken;
    notes[number] = taken;
    return taken;
  };
  const end = (number: number, second: number, ending: Ending, bought: number): void => {
    live -= 1;
    ended.sessions += 1;
    ended.seconds += second;
    onEnd(number, ending, bought);
  };
  const letGo = (number: number, second: number): void => {
    const held = notes[number] as number;
    seats.held -= held;
    seats.available += held;
    end(number, second, 'gaveUp', 0);
  };
  const goToPay = (number: number, second: number): void => {
    const held = notes[number] as number;
    seats.held -= held;
    seats.inCheckout += held;
    paying.add(number, second, second + Math.min(PAYING_MAX, character.paying(number)));
  };

  return {
    get live() {
      return live;
    },
    seats,
    get buyers() {
      return buyers;
    },
    ended,
    start(number, second) {
      live += 1;
      ended.seconds -= second;
      const time = Math.min(character.choosing(number, second), character.choosingMax(second));
      const untilHold = Math.ceil(time * HOLDING_SHARE);
      // Notes carry the rest of the time until the hold needs them.
      notes[number] = time - untilHold;
      choosing.add(number, second, second + untilHold);
    },
    advance(second) {
      paying.take(second, (number) => {
        const held = notes[number] as number;
        seats.inCheckout -= held;
        const failed = character.paymentFails(number) || character.paying(number) > PAYING_MAX;
        if (failed) {
          seats.available += held;
          end(number, second, 'paymentFailed', 0);
        } else {
          seats.sold += held;
          buyers += 1;
          end(number, second, 'bought', held);
        }
      });
      leaving.take(second, (number) => {
        if (character.goesToPay(number)) goToPay(number, second);
        else letGo(number, second);
      });
      looking.take(second, (number) => {
        if (hold(number) > 0) goToPay(number, second);
        else end(number, second, 'emptyHanded', 0);
      });
      choosing.take(second, (number) => {
        const rest = notes[number] as number;
        if (hold(number) > 0) leaving.add(number, second, second + Math.max(1, rest));
        else looking.add(number, second, second + LOOKING_AGAIN);
      });
    },
  };
}

type Lists = ReturnType<typeof createListsBySecond>;
