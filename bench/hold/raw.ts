import { open } from 'lmdb';
import { EVENT_ID, hold, OPENS_MS, SEATS, seatId, sessionId, userId } from './shape.ts';

const ROWS = { encoding: 'msgpack', useRecords: false } as const;

/** The writes of a two-seat hold with nothing around them: no reads, no rules, the library as it is by default. */
export async function openRaw(dir: string) {
  const root = open<unknown, string>({ path: dir, maxDbs: 8 });
  const seats = root.openDB<unknown, string>('seats', ROWS);
  const sessions = root.openDB<unknown, string>('sessions', ROWS);
  const reservations = root.openDB<unknown, string>('reservations', ROWS);
  const changes = root.openDB<unknown, string>('changes', ROWS);
  const keysOf = new Map<number, unknown[]>();
  let seq = 0;

  for (let n = 0; n < SEATS; n += 1) {
    seats.put(`${EVENT_ID}\n${seatId(n)}`, [0, null, null, 0, 'standard', 12_000, OPENS_MS]);
  }
  await root.flushed;

  function write(n: number): void {
    const { shopper, seatIds, key, requestHash } = hold(n);
    const id = sessionId(shopper);
    const until = OPENS_MS + 600_000;
    const keys = [...(keysOf.get(shopper) ?? []), [key, requestHash, seatIds]];
    keysOf.set(shopper, keys);
    const ver = 1 + keys.length;
    for (const seat of seatIds) {
      seats.put(`${EVENT_ID}\n${seat}`, [1, until, id, 1, 'standard', 12_000, OPENS_MS]);
      reservations.put(`${id}\n${seat}`, [
        EVENT_ID,
        userId(shopper),
        'locked',
        'standard',
        12_000,
        OPENS_MS,
        null,
      ]);
    }
    sessions.put(id, [
      EVENT_ID,
      userId(shopper),
      `token-${id}`,
      shopper,
      'reservation',
      OPENS_MS,
      until,
      10,
      2 * keys.length,
      ver,
      keys,
      null,
      OPENS_MS,
    ]);
    seq += 3;
    changes.put(String(seq).padStart(16, '0'), [
      OPENS_MS,
      seq - 2,
      [
        ...seatIds.map((seat) => ['seat', EVENT_ID, seat, 1, until, id, 1]),
        ['session', EVENT_ID, id, 'reservation', ver],
      ],
    ]);
  }

  return {
    /** One transaction per hold. */
    async inTransaction(n: number): Promise<void> {
      await root.transaction(() => write(n));
      await root.flushed;
    },
    /** The puts alone, which the library gathers by itself. */
    async asPuts(n: number): Promise<void> {
      write(n);
      await root.flushed;
    },
    close: () => root.close(),
  };
}
