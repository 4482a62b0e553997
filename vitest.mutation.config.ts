import { defineConfig } from 'vitest/config';

/** The folder of src/core whose rules are being changed; scripts/mutation.ts says which. */
const folder = process.env.MUTATED ?? '*';

/** The rules of reservation are judged by the contract of a store, on the one that runs them in memory: it is quick and names each promise. */
const judges: Readonly<Record<string, string>> = { reservation: 'test/service/store/memory-store.test.ts' };

export default defineConfig({
  test: { include: [judges[folder] ?? `test/core/${folder}/**/*.test.ts`], testTimeout: 60_000 },
});
