import { setTimeout as sleep } from 'node:timers/promises';
import type { EventRecord } from '../../../core/reservation/index.ts';
import { monotonicMs, nodeHashing, systemRandom } from '../../../service/adapters/system/index.ts';
import type { KeyValueStore } from '../../../service/ports/index.ts';
import { createSale, forgetSale } from '../../../service/sale/index.ts';
import type { ServiceSecrets } from '../../../service/secrets/index.ts';
import { bad, type Check, type Outcome, ok } from '../finding.ts';
import type { Patient } from '../patient.ts';
import { askForPlace, phaseIn } from './edge.ts';

const TRIES = 3;
const PATIENCE_MS = 60_000;
const LOOK_EVERY_MS = 100;

/** The lead should be this many times what was measured: other places are farther away. */
const LEAD_FACTOR = 3;

/**
 * How long a change takes to reach the edge: puts a sale on record that nobody knows of and that opens in a year, asks the edge for a place in
 * it until it has heard of it, and takes it away again. Says how it is where this machine is; elsewhere it may take longer.
 */
export const propagationCheck = (patient: Patient): Check => ({
  name: 'propagation',
  async run() {
    const { ctx, url, kvs, secrets, leadSeconds } = patient;
    if (url === undefined || kvs === undefined || secrets === undefined) return [];
    let slowestMs = 0;
    for (let i = 0; i < TRIES; i++) {
      ctx.signal.throwIfAborted();
      const tookMs = await onceThrough(patient, kvs, secrets);
      if (typeof tookMs !== 'number') return [tookMs];
      slowestMs = Math.max(slowestMs, tookMs);
    }
    const advisedSeconds = Math.max(10, Math.ceil((LEAD_FACTOR * slowestMs) / 1000));
    const measured = { slowestMs: Math.round(slowestMs), advisedLeadSeconds: advisedSeconds };
    const says = `a change reaches the edge within ${Math.round(slowestMs)} ms (of ${TRIES} tries)`;
    return [
      advisedSeconds <= leadSeconds
        ? ok(`${says}; a lead of ${leadSeconds} s is enough`, measured)
        : bad(
            'failed',
            `${says}, too slow for a lead of ${leadSeconds} s`,
            `Use --lead ${advisedSeconds}s`,
            measured,
          ),
    ];
  },
});

async function onceThrough(
  patient: Patient,
  kvs: KeyValueStore,
  secrets: ServiceSecrets,
): Promise<number | Outcome> {
  const { ctx } = patient;
  const nowMs = ctx.clock.nowMs();
  const event = unheardOf(nowMs);
  try {
    await createSale(kvs, nodeHashing, systemRandom, {
      event,
      tau: 1e9,
      powBits: 0,
      tokenLifeSeconds: 60,
      sampling: { arrivals: 0, requests: 0, suspects: 0 },
      signInKey: secrets.signIn,
      now: Math.floor(nowMs / 1000),
    });
    const publishedAt = monotonicMs();
    while (monotonicMs() - publishedAt < PATIENCE_MS) {
      const answered = await askForPlace(patient, event.eventId, true);
      const phase = phaseIn(answered);
      if (phase === undefined)
        return bad(
          'failed',
          `the queue answers with ${answered.status} and no place, so nothing can be measured`,
          'Put “site” and “keys” right first',
        );
      if (phase !== 'unavailable') return monotonicMs() - publishedAt;
      await sleep(LOOK_EVERY_MS, undefined, { signal: ctx.signal });
    }
    return bad(
      'failed',
      `a change did not reach the edge within ${PATIENCE_MS / 1000} s`,
      'Is this the store the edge functions are tied to? Publish nothing until it works',
    );
  } finally {
    await forgetSale(kvs, event.eventId);
  }
}

const YEAR_SECONDS = 31_536_000;

function unheardOf(nowMs: number): EventRecord {
  const eventId = `tix-doctor-${systemRandom.uuidV7(nowMs)}`;
  return {
    ...{ eventId, name: eventId, venueHash: '', currency: 'EUR', curve: 'weibull', k: 1 },
    opensAt: Math.floor(nowMs / 1000) + YEAR_SECONDS,
    ...{ slotSeconds: 1, holdbacks: 0, seatLimit: 1, admissionsPerUser: 1, seatCount: 0 },
    ...{ sessionTtlMs: 1_000, payTtlMs: 1_000, payGraceMs: 0, softCap: 1, hardCap: 1, createdAtMs: nowMs },
  };
}
