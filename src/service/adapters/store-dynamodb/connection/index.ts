export type { Patience } from './backoff.ts';
export { type ConnectionOptions, clientConfig } from './client.ts';
export { Database, type DatabaseOptions } from './database.ts';
export { expressions } from './expression.ts';
export { explained, faultOf, unavailable } from './faults.ts';
export {
  createTables,
  INDEX,
  type TableNames,
  TTL_ATTRIBUTE,
  tableDefinitions,
  tableNames,
} from './tables.ts';
