import { afterAll, beforeAll } from 'vitest';
import { describeData } from './sale/data.ts';
import { describeEdge } from './sale/edge.ts';
import { describeFunctions } from './sale/functions.ts';
import { describeRights } from './sale/rights.ts';
import { describeWatch } from './sale/watch.ts';
import { SALE, type Synthesised, synthesise } from './synthesised.ts';

let synthesised: Synthesised;
beforeAll(async () => {
  synthesised = await synthesise(SALE);
});
afterAll(() => synthesised[Symbol.asyncDispose]());

const stacks = () => synthesised;
describeEdge(stacks);
describeData(stacks);
describeFunctions(stacks);
describeRights(stacks);
describeWatch(stacks);
