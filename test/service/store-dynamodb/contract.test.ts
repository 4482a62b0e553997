import { afterAll, describe } from 'vitest';
import { createTables, openDynamoStore } from '../../../src/service/adapters/store-dynamodb/index.ts';
import { systemClock, systemRandom } from '../../../src/service/adapters/system/index.ts';
import { describeReservationStore } from '../../contracts/reservation-store.contract.ts';
import { startDynamo } from '../../support/dynamodb.ts';

const dynamo = await startDynamo();
afterAll(() => dynamo?.stop());
let stores = 0;

describe.skipIf(dynamo === undefined)('on a local server', () => {
  describeReservationStore(
    'the DynamoDB store',
    async () => {
      stores += 1;
      const options = {
        prefix: `t${process.pid}-${stores}-`,
        clock: systemClock,
        random: systemRandom,
        connection: dynamo?.connection,
      };
      await createTables(options);
      let store = openDynamoStore(options);
      return {
        store,
        async reopen() {
          await store.close();
          store = openDynamoStore(options);
          return store;
        },
        close: () => store.close(),
      };
    },
    // The index that sections are read from follows the table, and changes are carried by the tables' streams.
    { changeLog: false, consistentSections: false, durable: true, writeFaults: false },
  );
});
