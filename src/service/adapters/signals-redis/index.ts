export { openRedisSignals, type RedisSignalsOptions } from './redis-signals.ts';
