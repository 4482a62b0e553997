export { machineMs, monotonicMs } from './monotonic.ts';
export { nodeHashing } from './node-hashing.ts';
export { systemClock } from './system-clock.ts';
export { systemRandom } from './system-random.ts';
