import { afterAll, describe } from 'vitest';
import { describeReservationStore } from '../../contracts/reservation-store.contract.ts';
import { freshTables, startDynamo } from '../../support/dynamodb.ts';

const dynamo = await startDynamo();
afterAll(() => dynamo?.stop());

describe.skipIf(dynamo === undefined)('on a local server', () => {
  describeReservationStore(
    'the DynamoDB store',
    async () => {
      const tables = await freshTables(dynamo);
      let store = tables.open();
      return {
        store,
        async reopen() {
          await store.close();
          store = tables.open();
          return store;
        },
        close: () => store.close(),
      };
    },
    // The index that sections are read from follows the table, and changes are carried by the tables' streams.
    { changeLog: false, consistentSections: false, durable: true, writeFaults: false },
  );
});
