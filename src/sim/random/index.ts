export { type KeyedRandom, keyedRandom } from './keyed-random.ts';
