import { ConditionalCheckFailedException, PutItemCommand } from '@aws-sdk/client-dynamodb';
import type { SeatSeed } from '../../../ports/index.ts';
import { type Database, expressions } from '../connection/index.ts';
import { readEach } from '../decisions/index.ts';
import { nameOf, type Ref, seededSeatItem } from '../items/index.ts';

const IN_FLIGHT = 16;

export interface SeatsToSeed {
  readonly eventId: string;
  readonly gsiShards: number;
  readonly seats: readonly SeatSeed[];
  readonly nowMs: number;
}

/**
 * Puts the seats that are not there, each on condition that it is not: safe at any time, whoever else seeds or sells. Seats that are
 * there cost a read; a batch of writes would be quicker, but knows no conditions.
 */
export async function seedMissing(
  database: Database,
  { eventId, gsiShards, seats, nowMs }: SeatsToSeed,
): Promise<{ created: number; existing: number }> {
  const stored = await readEach(
    database,
    seats.map(({ seatId }) => refOf(eventId, seatId)),
    database.patience(),
  );
  const missing = seats
    .filter(({ seatId }) => stored.get(nameOf(refOf(eventId, seatId))) === undefined)
    .values();
  let created = 0;
  const put = async () => {
    for (const seat of missing) {
      const Item = seededSeatItem(eventId, seat, gsiShards, nowMs);
      if (await putIfAbsent(database, Item)) created += 1;
    }
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, put));
  return { created, existing: seats.length - created };
}

function refOf(eventId: string, seatId: string): Ref {
  return { type: 'seat', eventId, seatId };
}

async function putIfAbsent(database: Database, Item: ReturnType<typeof seededSeatItem>): Promise<boolean> {
  const request = new PutItemCommand({
    TableName: database.names.seats,
    Item,
    ...expressions({ ConditionExpression: 'attribute_not_exists(#PK)' }),
  });
  return database.run(async (client) => {
    try {
      await client.send(request);
      return true;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return false;
      throw error;
    }
  });
}
