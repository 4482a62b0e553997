export type { WhatIf } from './outcome.ts';
export { type PresentSale, whatIf } from './what-if.ts';
