export { falsePositives, type LadderCost, ladderCost } from './ladder-cost.ts';
