export { GuardStack } from './guard-stack.ts';
export { type Artefacts, SaleStack } from './sale-stack.ts';
export { WatchStack } from './watch-stack.ts';
