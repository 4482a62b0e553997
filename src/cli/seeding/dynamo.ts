import type { EventRecord } from '../../core/reservation/index.ts';
import type { Venue } from '../../core/venue/index.ts';
import type { SeedingCost } from '../../service/adapters/store-dynamodb/index.ts';
import { systemRandom } from '../../service/adapters/system/index.ts';
import type { Context } from '../framework/index.ts';

/** Creates the DynamoDB tables that are not there yet, and says so. The adapter is loaded only now. */
export async function createDynamoTables(ctx: Context, prefix: string): Promise<void> {
  const { createTables } = await import('../../service/adapters/store-dynamodb/index.ts');
  const { created } = await createTables({ prefix, clock: ctx.clock, random: systemRandom });
  for (const name of created) ctx.note(`created table ${name}`);
}

/** What seeding the venue into DynamoDB writes and costs. */
export async function costOf(event: EventRecord, venue: Venue, gsiShards: number): Promise<SeedingCost> {
  const { seedingCost } = await import('../../service/adapters/store-dynamodb/index.ts');
  const seats = venue.sections.flatMap((section) => venue.seatsOf(section));
  return seedingCost(event, JSON.stringify(venue.document), seats, gsiShards);
}
