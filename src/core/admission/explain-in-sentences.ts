import type { InvalidTokenReason, TokenExplanation } from './explain.ts';

const WHY_INVALID: Readonly<Record<InvalidTokenReason, string>> = {
  malformed: 'it is cut off or damaged, or it is not a waiting token at all',
  wrongAlgorithm: 'it is not signed the way we sign waiting tokens',
  wrongType: 'it is another kind of token, such as a sign-in pass',
  unknownKey: 'it names a signing key that is not among the keys given',
  badSignature: 'its signature does not match, so it was changed or comes from somebody else',
  wrongEvent: 'it belongs to another event',
  wrongSubject: 'it belongs to another account',
  expired: 'it was no longer valid at that moment',
  wrongLot: 'its lottery ticket is not the one this account draws with the keys given',
};

/** The explanation as a support desk reads it to the buyer: whole sentences, times in UTC. */
export function explainInSentences(explanation: TokenExplanation): readonly string[] {
  return [
    ...theToken(explanation),
    ...theNumber(explanation),
    ...theMoment(explanation),
    theVerdict(explanation),
  ];
}

function theToken({ valid, reason, payload }: TokenExplanation): string[] {
  const opening =
    valid || reason === undefined
      ? 'This is a genuine waiting token.'
      : `This waiting token is not valid: ${WHY_INVALID[reason]}.`;
  const { iat, evt } = payload ?? {};
  if (typeof iat !== 'number' || typeof evt !== 'string') return [opening];
  const says = valid ? 'You joined' : 'It says that you joined';
  return [opening, `${says} the waiting room of "${evt}" at ${timeOf(iat)}.`];
}

function theNumber({ lot, lotteryNumber }: TokenExplanation): string[] {
  if (lot === null) return [];
  if (lotteryNumber === null) {
    return ['Lottery numbers are not drawn yet: they depend on a public random value that is still to come.'];
  }
  return [
    `Your lottery number is ${figure(lotteryNumber)} on a scale from 0 to 1, where lower gets in sooner.`,
    'It belongs to your account and this event: asking again, or on another device, gives the same number.',
  ];
}

function theMoment({ slotStart, tau, clock, x, p }: TokenExplanation): string[] {
  if (slotStart === null) return [];
  const turn = `Your turn to ask began at ${timeOf(slotStart)}; asking more often within a turn changes nothing.`;
  if (clock === null) return [turn, 'The schedule given does not reach back to that moment.'];
  if (tau === null) return [turn, 'The sale had not opened by then.'];
  const pace =
    tau === 0
      ? 'At that moment the doors were closed, and the sale clock stood still.'
      : `At that moment the sale clock gained 1 every ${figure(tau)} seconds.`;
  if (x === null || p === null) return [turn, pace];
  return [
    turn,
    pace,
    `Since you began to wait it had gained ${figure(x)}, which opens the door to ${numbersBelow(p)}.`,
  ];
}

function theVerdict({ valid, admitted, lotteryNumber, tau, p, nextBackoff }: TokenExplanation): string {
  if (!valid) return 'With this token nobody is let in; joining the waiting room again gives a good one.';
  const next = nextBackoff === null ? '' : ` Your next turn begins at ${timeOf(nextBackoff)}.`;
  if (admitted) return 'Your number is one of those, so you are let in.';
  if (lotteryNumber === null) return `Until they are drawn nobody is let in.${next}`;
  if (tau === null || p === null) return `So you are not in yet, and have lost nothing.${next}`;
  if (tau === 0)
    return `Nobody is let in while the doors are closed; what you have gathered stays yours.${next}`;
  return `Your number is not one of those yet, so you are not in yet.${next}`;
}

function numbersBelow(p: number): string {
  return p > 0.9999 ? 'practically every lottery number' : `lottery numbers below ${figure(p)}`;
}

/** Four significant digits. */
function figure(value: number): string {
  return String(Number(value.toPrecision(4)));
}

function timeOf(epochSeconds: number): string {
  const date = new Date(epochSeconds * 1000);
  // A token that is not valid may name a time that no calendar has.
  if (Number.isNaN(date.getTime())) return `second ${epochSeconds}`;
  return `${date.toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}
