/** How a seat is shown to this buyer. */
export type ShownState = 'free' | 'mine' | 'chosen' | 'pending' | 'held' | 'sold' | 'absent';

/** What the buyer has chosen, asked for and got, over what the map says. Seats by id. */
export interface Choice {
  /** Whether seats are first chosen and then held together. */
  readonly several: boolean;
  readonly chosen: readonly string[];
  /** Asked for; the answer is not here yet. */
  readonly pending: readonly string[];
  readonly mine: readonly string[];
  /** Known to be somebody else's before the map shows it, with the maps still to come before that is forgotten. */
  readonly lost: ReadonlyMap<string, number>;
}

export type ChoiceAct =
  | { readonly kind: 'several'; readonly on: boolean }
  | { readonly kind: 'toggle'; readonly seatId: string }
  | { readonly kind: 'clear' }
  | { readonly kind: 'asked'; readonly seatIds: readonly string[] }
  | { readonly kind: 'held'; readonly seatIds: readonly string[] }
  | { readonly kind: 'refused'; readonly asked: readonly string[]; readonly taken: readonly string[] }
  | { readonly kind: 'released'; readonly seatIds: readonly string[] }
  | { readonly kind: 'owned'; readonly seatIds: readonly string[] }
  | { readonly kind: 'mapRead' };

/** A cached map may be a few seconds old: what we know better is kept over this many of them. */
const MAPS_UNTIL_FORGOTTEN = 3;

export const NOTHING_CHOSEN: Choice = { several: false, chosen: [], pending: [], mine: [], lost: new Map() };

export function afterAct(choice: Choice, act: ChoiceAct): Choice {
  switch (act.kind) {
    case 'several':
      return { ...choice, several: act.on, chosen: [] };
    case 'toggle':
      return { ...choice, chosen: toggled(choice.chosen, act.seatId) };
    case 'clear':
      return { ...choice, chosen: [] };
    case 'asked':
      return { ...choice, pending: union(choice.pending, act.seatIds) };
    case 'held':
      return {
        ...choice,
        chosen: without(choice.chosen, act.seatIds),
        pending: without(choice.pending, act.seatIds),
        mine: union(choice.mine, act.seatIds),
      };
    case 'refused':
      // What is still free of an all-or-nothing wish stays chosen, so that it can be asked for again with one click.
      return {
        ...choice,
        pending: without(choice.pending, act.asked),
        chosen: without(choice.chosen, act.taken),
        lost: new Map([
          ...choice.lost,
          ...act.taken.map((seatId) => [seatId, MAPS_UNTIL_FORGOTTEN] as const),
        ]),
      };
    case 'released':
      return {
        ...choice,
        mine: without(choice.mine, act.seatIds),
        pending: without(choice.pending, act.seatIds),
      };
    case 'owned':
      return { ...choice, mine: act.seatIds };
    case 'mapRead':
      return {
        ...choice,
        lost: new Map(
          [...choice.lost].map(([id, maps]) => [id, maps - 1] as const).filter(([, maps]) => maps > 0),
        ),
      };
  }
}

/** What a click on a seat asks for. */
export function clickOn(choice: Choice, shown: ShownState): 'hold' | 'release' | 'toggle' | 'nothing' {
  if (shown === 'mine') return 'release';
  if (shown === 'chosen') return 'toggle';
  if (shown === 'free') return choice.several ? 'toggle' : 'hold';
  return 'nothing';
}

function toggled(list: readonly string[], id: string): readonly string[] {
  return list.includes(id) ? list.filter((one) => one !== id) : [...list, id];
}

function without(list: readonly string[], gone: readonly string[]): readonly string[] {
  return list.filter((id) => !gone.includes(id));
}

function union(list: readonly string[], more: readonly string[]): readonly string[] {
  return [...list, ...more.filter((id) => !list.includes(id))];
}
