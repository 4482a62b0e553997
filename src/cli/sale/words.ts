import type { DoorsState, DoorsVerb } from '../../service/sale/index.ts';
import { formatDuration, formatMoment } from '../framework/index.ts';

/** `2027-01-15 08:00:00 UTC (in 10s)`, or `… (5m ago)`. */
export function inTime(at: number, now: number): string {
  const apart = formatDuration(Math.abs(at - now) * 1000);
  const near = at === now ? 'now' : at > now ? `in ${apart}` : `${apart} ago`;
  return `${formatMoment(at)} (${near})`;
}

export function stateInWords(state: DoorsState): string {
  return { notOpened: 'not opened yet', open: 'open', paused: 'paused', closed: 'closed' }[state];
}

const CONSEQUENCES: Readonly<Record<DoorsVerb, string>> = {
  open: 'People are let in from then on',
  resume: 'People are let in again from then on, in the order they would have been',
  pause: 'From then on nobody is let in, and nobody loses their place',
  close: 'From then on nobody is let in any more; those who are in may finish',
};

export function consequenceOf(verb: DoorsVerb, tau: number): string {
  return tau > 0 ? `${CONSEQUENCES[verb]}, with τ = ${tau} s.` : `${CONSEQUENCES[verb]}.`;
}

export const PAST: Readonly<Record<DoorsVerb, string>> = {
  open: 'opens',
  pause: 'pauses',
  resume: 'goes on',
  close: 'closes',
};
