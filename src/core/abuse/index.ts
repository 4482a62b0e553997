export { buildFlagFilter, FLAG_BLOCKS_MAX, type FlagFilter, filterCapacity } from './filter.ts';
export { EXTRA_POW_BITS, type Flag, isInForce, raisedFlag } from './flags.ts';
export {
  type AbuseRule,
  DEFAULT_RULES,
  type FlagLevel,
  firedRule,
  parseRules,
  type SignalCount,
} from './rules.ts';
export { GUIDANCE, SIGNALS, type Signal } from './signals.ts';
export { slide, spanAt } from './sliding-window.ts';
