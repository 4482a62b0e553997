/** What can be noticed of a buyer. One word for one thing, in rules, reports and answers alike. */
export type Signal =
  /** A waiting token that is forged, foreign or damaged. */
  | 'badToken'
  /** An attempt before the time the token names. */
  | 'early'
  /** An attempt without a solved proof of work. */
  | 'unproven'
  /** Places taken again and again. */
  | 'manyTokens'
  /** Admissions asked for beyond those the rules allow. */
  | 'manyPlaces'
  /** One buyer seen from many networks. */
  | 'manyNetworks'
  /** Many buyers seen from one network. */
  | 'crowdedNetwork';

export const SIGNALS: readonly Signal[] = [
  'badToken',
  'early',
  'unproven',
  'manyTokens',
  'manyPlaces',
  'manyNetworks',
  'crowdedNetwork',
];

/** What a buyer is told: what was seen, and how to behave. In English; clients that know the signal say it in their own words. */
export const GUIDANCE: Readonly<Record<Signal, string>> = {
  badToken:
    'Requests of yours carried places in the queue that we did not issue or that were changed. Use one browser and do not edit what it stores.',
  early:
    'You asked to be let in more often than once per slot. It cannot help: the answer depends on the slot, not on how often you ask.',
  unproven:
    'Requests of yours came without the small sum that every browser solves while it waits. Use the page itself, with scripts allowed.',
  manyTokens:
    'You took a place in the queue many times. It cannot help: your number stays the same, and only the waiting begins anew.',
  manyPlaces:
    'You asked for more admissions than the rules of this sale allow. Go on in the session you have.',
  manyNetworks:
    'Your sign-in was used from many networks. If it was not you, sign out everywhere and change your password.',
  crowdedNetwork:
    'Very many people come from your network. You lose nothing; we only ask you to show that you are a person.',
};
