import { Redis } from 'ioredis';
import pino from 'pino';
import type { SeatState } from '../../../src/core/reservation/index.ts';
import {
  openRedisAvailability,
  type RedisAvailabilityOptions,
} from '../../../src/service/adapters/availability-redis/index.ts';
import { systemRandom } from '../../../src/service/adapters/system/index.ts';

export const EVENT_ID = 'final';
export const SECTION = 'A1';

/** Seats of two blocks of two rows of three. */
function seatId(number: number): string {
  return `${SECTION}#B${1 + Math.floor(number / 6)}#R${1 + (Math.floor(number / 3) % 2)}#S${number}`;
}

export function free(number: number, ver = 0): SeatState {
  return { seatId: seatId(number), availability: 'available', expiresAtMs: null, sessionId: null, ver };
}

export function locked(number: number, ver: number, expiresAtMs: number): SeatState {
  return { seatId: seatId(number), availability: 'locked', expiresAtMs, sessionId: 'session-1', ver };
}

export function sold(number: number, ver: number): SeatState {
  return { seatId: seatId(number), availability: 'reserved', expiresAtMs: null, sessionId: 'session-1', ver };
}

/** A section all of whose twelve seats are free. */
export const ALL_FREE = Array.from({ length: 12 }, (_, number) => free(number));

export function openCache(url: string, options: Partial<RedisAvailabilityOptions> = {}) {
  return openRedisAvailability({
    url,
    clock: { nowMs: () => Date.now() },
    random: systemRandom,
    log: pino({ level: 'silent' }),
    ...options,
  });
}

/** An ordinary client, to look at what anybody else would see. */
export function openClient(url: string): Redis & AsyncDisposable {
  const client = new Redis(url);
  return Object.assign(client, { [Symbol.asyncDispose]: async () => client.disconnect() });
}
