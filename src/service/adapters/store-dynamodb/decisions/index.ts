export { ACTIONS_MAX, type Commit, commit, type Verdict } from './commit.ts';
export { type Command, type Decided, decide } from './decide.ts';
export { keyItem, readEach, readOne, readTogether } from './read-together.ts';
export type { Snapshot } from './snapshot.ts';
