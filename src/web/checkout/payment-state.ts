import type { Payment } from '../api/index.ts';

type State = Payment['state'];

/** How often to ask how a payment stands; undefined once nothing can change. */
export function askEveryMs(state: State | undefined): number | undefined {
  switch (state) {
    case 'settled':
    case 'refunded':
    case 'voided':
      return undefined;
    case 'refundDue':
      return 10_000;
    default:
      return 1_500;
  }
}

/** Whether the buyer can do something about it: pay, pay again, or cancel. */
export function isOpen(state: State): boolean {
  return state === 'created' || state === 'declined';
}

export function toneOf(state: State): 'good' | 'info' | 'warning' | 'bad' {
  if (state === 'settled') return 'good';
  if (state === 'created' || state === 'approved') return 'info';
  return state === 'refunded' || state === 'refundDue' ? 'warning' : 'bad';
}
