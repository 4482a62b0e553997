import type { SaleRecord } from '../../core/admission/index.ts';
import { UserError } from '../../core/errors/index.ts';
import type { TunerObservation, TunerSettings, TunerState } from '../../core/tuner/index.ts';
import { readRecords, requireSale, type SaleNotes } from '../sale/index.ts';
import { decideTurn, settingsFor, steerable } from './decide-turn.ts';
import { nothingYet, parseMemory } from './memory.ts';
import type { TunerOptions } from './options.ts';

/** A sale as its tuner would see it at this moment. */
export interface SalePresent {
  readonly sale: SaleRecord;
  readonly notes: SaleNotes;
  readonly settings: TunerSettings;
  /** After the look; its arrivals are taken in. */
  readonly state: TunerState;
  readonly observation: TunerObservation;
}

/**
 * Looks at a sale and takes it in, as a turn of the tuner does, and decides nothing. With what a tuner has learnt where that is known.
 *
 * @throws UserError `SALE_UNKNOWN`, `LOOK_UNSOUND` when the numbers make no sense; whatever looking throws
 */
export async function lookAtSale(options: TunerOptions, target: number): Promise<SalePresent> {
  const { kvs, eventId, clock, terms } = options;
  const records = await readRecords(kvs, eventId);
  const sale = requireSale(records, eventId);
  const settings = settingsFor(sale, terms, target);
  const text = await options.memory.load();
  const known = text === undefined ? undefined : parseMemory(text, sale, settings);
  // What was learnt may be too old to follow, or newer than this look by a moment: then everything is asked for anew.
  for (const before of [known, nothingYet(settings)]) {
    if (before === undefined) continue;
    const sight = await options.look(before.cursor);
    const now = Math.floor(clock.nowMs() / 1000);
    const { decision, next } = decideTurn(settings, { sale, notes: records.notes }, before, sight, now);
    if (decision.cause === 'unsound') {
      if (before === known) continue;
      throw new UserError('LOOK_UNSOUND', `the sale cannot be forecast: ${decision.reason}`);
    }
    const { readAt, live, admitted, buyers, seats } = sight;
    return {
      ...{ sale, notes: records.notes, settings, state: next.state },
      observation: {
        ...{ now, readAt, live, admitted, buyers, seats },
        schedule: steerable(sale, records.notes, now, terms.leadSeconds),
        arrivals: sale.sampling.arrivals > 0 ? [] : null,
      },
    };
  }
  throw new UserError('LOOK_UNSOUND', 'the sale cannot be forecast');
}
