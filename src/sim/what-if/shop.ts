import type { Chance } from './chance.ts';

export interface ShopTerms {
  /** Mean length of a session: half of it looking, half of it holding seats, each exponential. */
  readonly sessionSeconds: number;
  readonly seatsPerBuyer: number;
  /** Share of those who hold seats that buy them. */
  readonly buyingShare: number;
  readonly softCap: number;
  readonly hardCap: number;
}

interface ShopState {
  readonly looking: number;
  readonly holding: number;
  readonly seats: { readonly available: number; readonly held: number; readonly sold: number };
}

/** Sessions and seats as numbers; nobody in particular. */
export interface Shop {
  /** Sessions, waiting passes counted in. */
  readonly live: number;
  readonly seats: ShopState['seats'];
  readonly buyers: number;
  /** Sessions that began when no seat was free. */
  readonly emptyStarts: number;
  enter(people: number): void;
  /** One second. */
  advance(): void;
}

export function shopOf(terms: ShopTerms, start: ShopState, chance: Chance): Shop {
  const { seatsPerBuyer, buyingShare, softCap, hardCap } = terms;
  const perSecond = Math.min(1, 2 / terms.sessionSeconds);
  let { looking, holding } = start;
  let { available, held, sold } = start.seats;
  let [passes, buyers, emptyStarts] = [0, 0, 0];

  const begin = (people: number): void => {
    looking += people;
    if (available === 0) emptyStarts += people;
  };

  return {
    get live() {
      return looking + holding + passes;
    },
    get seats() {
      return { available, held, sold };
    },
    get buyers() {
      return buyers;
    },
    get emptyStarts() {
      return emptyStarts;
    },
    enter(people) {
      const room = Math.max(0, softCap - looking - holding);
      begin(Math.min(people, room));
      passes += people - Math.min(people, room);
    },
    advance() {
      const seated = Math.min(passes, Math.max(0, hardCap - looking - holding));
      passes -= seated;
      begin(seated);
      const leaving = chance.count(holding, perSecond);
      // The last to leave take every seat that is held with them.
      const released = leaving === holding ? held : Math.min(held, Math.round((held * leaving) / holding));
      const bought = leaving === 0 ? 0 : chance.count(leaving, buyingShare);
      const seatsBought = leaving === 0 ? 0 : Math.round((released * bought) / leaving);
      holding -= leaving;
      held -= released;
      sold += seatsBought;
      available += released - seatsBought;
      buyers += bought;
      const choosing = chance.count(looking, perSecond);
      const wanted = Math.round(choosing * seatsPerBuyer);
      const taken = Math.min(wanted, available);
      const served = wanted === 0 ? 0 : Math.ceil((choosing * taken) / wanted);
      looking -= choosing;
      holding += served;
      available -= taken;
      held += taken;
    },
  };
}
