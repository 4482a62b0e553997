import { setImmediate } from 'node:timers/promises';
import { solveProof } from '../../core/admission/index.ts';
import type { Character } from './character.ts';
import type { GroupTally } from './tally.ts';
import { type Crowd, problemCode, timed, UnexpectedAnswerError } from './visit.ts';

export interface Admission {
  readonly sessionId: string;
  readonly pass: string;
  readonly expiresAtMs: number;
}

interface Place {
  readonly token: string;
  readonly challenge: string;
  readonly nonce: string;
  readonly retryAtMs: number;
}

interface PlaceBody {
  readonly token: string | null;
  readonly retryAt: number;
  readonly challenge: { readonly text: string; readonly bits: number } | null;
}

/** A proof of 20 bits takes about a million tries; beyond sixteen times as many something is wrong. */
const PROOF_TRIES_MAX = 1 << 24;
const PROOF_TRIES_AT_ONCE = 512;

/** Takes a place as the page does: ask for a token, solve its proof of work. */
export async function takePlace(crowd: Crowd, auth: string): Promise<Place> {
  const { data, error } = await timed(crowd, 'token', () =>
    crowd.client.POST('/v1/events/{eventId}/queue/token', {
      params: { path: { eventId: crowd.eventId } },
      headers: { 'x-tix-auth': auth },
    }),
  );
  if (data === undefined) throw new UnexpectedAnswerError('token', problemCode('token', error, []));
  return placeOf(crowd, data, undefined);
}

/** One attempt. Answers the admission, the place to go on with, or why there is no way in. */
export async function attempt(
  crowd: Crowd,
  auth: string,
  place: Place,
): Promise<{ readonly admitted: Admission } | { readonly place: Place } | { readonly refused: string }> {
  const { data, error } = await timed(crowd, 'admission', () =>
    crowd.client.POST('/v1/events/{eventId}/queue/admission', {
      params: { path: { eventId: crowd.eventId } },
      headers: { 'x-tix-auth': auth, 'x-tix-token': place.token, 'x-tix-nonce': place.nonce },
    }),
  );
  if (data === undefined)
    return { refused: problemCode('admission', error, ['SESSION_EXISTS', 'ADMISSION_USED']) };
  if (!data.admitted) return { place: await placeOf(crowd, data, place) };
  const { sessionId, expiresAtMs } = data.session;
  return { admitted: { sessionId, expiresAtMs, pass: data.pass } };
}

/**
 * Waits as the page does: one attempt per slot, at the time the last answer named, until admitted, out of patience, or the doors close.
 */
export async function waitForAdmission(
  crowd: Crowd,
  character: Character,
  auth: string,
  group: GroupTally,
): Promise<Admission | 'gaveUpWaiting' | 'doorsClosed' | 'refusedAdmission'> {
  const cameMs = crowd.clock.nowMs();
  let place = await takePlace(crowd, auth);
  for (;;) {
    const leavesMs = Math.max(cameMs, crowd.opensAtMs) + character.patienceMs;
    if (place.retryAtMs > leavesMs) {
      await crowd.pause(leavesMs - crowd.clock.nowMs());
      return 'gaveUpWaiting';
    }
    await crowd.pause(place.retryAtMs - crowd.clock.nowMs() + character.lagMs);
    const answer = await attempt(crowd, auth, place);
    if ('admitted' in answer) {
      countAdmission(crowd, group, cameMs);
      return answer.admitted;
    }
    if ('refused' in answer) return 'refusedAdmission';
    place = answer.place;
    if (place.retryAtMs >= crowd.closesAtMs + crowd.slotMs) {
      group.stayed += 1;
      return 'doorsClosed';
    }
  }
}

export function countAdmission(crowd: Crowd, group: GroupTally, cameMs: number): void {
  group.stayed += 1;
  group.admitted += 1;
  group.waitsMs.push(crowd.clock.nowMs() - Math.max(cameMs, crowd.opensAtMs));
}

/** The place an answer names. Its proof of work is solved once: re-signed tokens keep their challenge. */
async function placeOf(crowd: Crowd, body: PlaceBody, before: Place | undefined): Promise<Place> {
  if (body.token === null || body.challenge === null)
    throw new UnexpectedAnswerError('admission', 'the sale is unavailable');
  const { text } = body.challenge;
  const nonce = before?.challenge === text ? before.nonce : await solve(crowd, body.challenge);
  return { token: body.token, challenge: text, nonce, retryAtMs: body.retryAt * 1000 };
}

/** In slices, so that one buyer's proof does not hold up everybody else's requests. */
async function solve(
  { hashing }: Crowd,
  challenge: { readonly text: string; readonly bits: number },
): Promise<string> {
  for (let nonce = 0; nonce < PROOF_TRIES_MAX; ) {
    const found = solveProof(hashing, challenge.text, challenge.bits, nonce, PROOF_TRIES_AT_ONCE);
    if ('nonce' in found) return found.nonce;
    nonce = found.nextNonce;
    await setImmediate();
  }
  throw new UnexpectedAnswerError('token', `no proof of work in ${PROOF_TRIES_MAX} tries`);
}
