import { join, resolve } from 'node:path';
import { UserError } from '../../core/errors/index.ts';
import type { KeyValueStore } from '../../service/ports/index.ts';
import { type DoorsVerb, doorsAt, type SaleNotes } from '../../service/sale/index.ts';
import { lookAtSale, readTunerStatus, type SalePresent } from '../../service/tuning/index.ts';
import { type WhatIf, whatIf } from '../../sim/index.ts';
import type { Context } from '../framework/index.ts';
import { stateFolder } from '../serving/index.ts';
import { memoryFile } from './files.ts';
import { openLookout } from './look.ts';
import { expectedOf } from './options.ts';

/** What is asked: any of these may be changed. The rules (k, slot) only before the opening. */
export interface Wish {
  readonly target?: number | undefined;
  readonly k?: number | undefined;
  readonly slotSeconds?: number | undefined;
  readonly doors?: { readonly verb: DoorsVerb; readonly from: number } | undefined;
}

export interface Compared {
  readonly today: WhatIf;
  readonly wished: WhatIf;
}

export interface ForecastInput {
  readonly event: string;
  readonly ops: string | undefined;
  readonly store: string | undefined;
  readonly state: string;
  readonly session: number;
  readonly order: number;
  readonly buying: number;
}

/** Turns and lead of a tuner as it usually runs. */
const TERMS = { turnSeconds: 10, leadSeconds: 10, tauMin: 1, tauMax: 1e9 };

/**
 * What a sale comes to as things stand, and with a wish granted.
 *
 * @throws UserError `RULES_FROZEN` when the rules are asked about after the opening, `LOOK_UNSOUND`, and whatever looking throws
 */
export async function forecast(
  ctx: Context,
  kvs: KeyValueStore,
  input: ForecastInput,
  wish: Wish,
): Promise<Compared> {
  const { tunerDir } = stateFolder(resolve(ctx.cwd, input.state));
  const lookout = await openLookout(ctx, kvs, input);
  try {
    const status = await readTunerStatus(kvs, input.event);
    // Where nobody tunes, places are all that holds the number of shoppers.
    const target = status?.target ?? lookout.caps.softCap;
    const present = await lookAtSale(
      {
        ...{ kvs, eventId: input.event, clock: ctx.clock, look: lookout.look },
        memory: memoryFile(join(tunerDir, `${input.event}.json`)),
        terms: { ...TERMS, expected: expectedOf(input) },
      },
      target,
    );
    assertRulesMayChange(present, wish);
    const doorsOpen = (doors: SaleNotes['doors']) => (second: number) =>
      doorsAt({ doors }, second) === 'open';
    const { notes, settings, state, observation } = present;
    const sale = { settings, state, observation, ...lookout.caps };
    return {
      today: whatIf({ ...sale, doorsOpen: doorsOpen(notes.doors) }),
      wished: whatIf({
        ...sale,
        settings: {
          ...settings,
          target: wish.target ?? target,
          k: wish.k ?? settings.k,
          slotSeconds: wish.slotSeconds ?? settings.slotSeconds,
        },
        doorsOpen: doorsOpen(doorsWith(notes.doors, wish.doors)),
      }),
    };
  } finally {
    await lookout.close();
  }
}

function doorsWith(doors: SaleNotes['doors'], change: Wish['doors']): SaleNotes['doors'] {
  if (change === undefined) return doors;
  return [...doors.filter(([from]) => from < change.from), [change.from, change.verb]];
}

function assertRulesMayChange({ settings, observation }: SalePresent, { k, slotSeconds }: Wish): void {
  if ((k === undefined && slotSeconds === undefined) || observation.now < settings.opensAt) return;
  throw new UserError('RULES_FROZEN', 'the sale has opened: its luck dial and slot cannot change any more');
}
