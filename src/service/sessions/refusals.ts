import type { SessionRefusal } from '../../core/reservation/index.ts';
import { ProblemError } from '../problems/index.ts';

/** Turns the reasons why a session cannot act into what the buyer is told. */
export function refuse(refusal: SessionRefusal): never {
  switch (refusal.kind) {
    case 'sessionUnknown':
      throw new ProblemError('SESSION_UNKNOWN', 'There is no such reservation session.');
    case 'wrongState':
      throw refusal.state === 'checkout'
        ? new ProblemError(
            'SESSION_IN_CHECKOUT',
            'Seats cannot be changed during checkout; cancel it or pay.',
          )
        : ended(refusal.state);
    case 'sessionEnded':
      throw ended(refusal.state);
    case 'passStale':
      throw new ProblemError('SESSION_PASS_STALE', 'Read the session again and use the pass in the answer.');
    case 'keyReused':
      throw new ProblemError('IDEMPOTENCY_KEY_REUSED', 'Use a new Idempotency-Key for a different request.');
  }
}

function ended(state: string): ProblemError {
  return state === 'expired' || state === 'reservation' || state === 'checkout'
    ? new ProblemError('SESSION_EXPIRED', 'The time of this session is over; its seats are free again.')
    : new ProblemError('SESSION_ENDED', `This session is ${state}.`);
}
