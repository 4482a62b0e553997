export { opsAddress, opsOption } from './address.ts';
export { type FlagLine, type OperationsClient, operationsClient } from './client.ts';
export { follow, type News } from './follow.ts';
