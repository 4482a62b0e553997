import { clockAt, judge, lotOf, lotteryNumberOf } from '../../admission/index.ts';
import type { Admitted, Minted } from '../evidence.ts';
import type { OpenedDraw } from './opened-draw.ts';

/** Verdicts this close to the line may fall either way on another machine. */
const LINE_TOLERANCE = 1e-12;
/** Readings are doubles, and two ways of adding up the same clock may differ by this share. */
const CLOCK_TOLERANCE = 1e-9;
/** Clocks differ, requests travel, a busy service takes its time: seconds before and after. */
const EARLY_SECONDS = 10;
const LATE_SECONDS = 120;

/** What a place claims of itself: its id tells the second it was made in, and its clock follows from that. */
export function checkPlace(
  draw: OpenedDraw,
  place: Pick<Minted, 'id' | 'sub' | 'iat' | 'c0' | 'atMs'>,
  where: string,
): void {
  const { findings, sale } = draw;
  const { id, sub, iat, c0, atMs } = place;
  const idSeconds = Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16) / 1000;
  if (idSeconds !== iat)
    findings.add(
      'backdated',
      where,
      `the token of ${sub} says it was made at ${iat}, and its id at ${idSeconds}`,
    );
  if (iat > atMs / 1000 + EARLY_SECONDS)
    findings.add(
      'backdated',
      where,
      `the token of ${sub} was made at ${iat}, after it was noted at ${atMs / 1000}`,
    );
  const clock = clockAt(sale, Math.max(iat, sale.opensAt));
  if (clock === undefined)
    findings.add('broken-schedule', where, `the schedule does not say what the clock showed at ${iat}`);
  else if (Math.abs(clock - c0) > CLOCK_TOLERANCE * Math.max(1, clock))
    findings.add(
      c0 < clock ? 'backdated' : 'passed-over',
      where,
      `the token of ${sub} claims that the clock showed ${c0} at ${iat}, and it showed ${clock}`,
    );
}

/** A minted place was noted when it was made. */
export function checkMinted(draw: OpenedDraw, minted: Minted, where: string): void {
  checkPlace(draw, minted, where);
  if (minted.atMs / 1000 - minted.iat > LATE_SECONDS)
    draw.findings.add(
      'backdated',
      where,
      `the place of ${minted.sub} of ${minted.iat} was noted at ${minted.atMs / 1000} only`,
    );
}

/** Whose turn was said to have come had it come: by their number, the clock, the curve and their own slots. */
export function checkAdmitted(draw: OpenedDraw, admitted: Admitted, where: string): void {
  checkPlace(draw, admitted, where);
  const { hashing, head, keys, sale, findings } = draw;
  const { sub, iat, c0, slotStart, atMs } = admitted;
  const evt = head.eventId;
  const lot = lotOf(hashing, keys.lot, evt, sub);
  const verdict = judge(hashing, keys, sale, { evt, sub, lot, iat, c0 }, slotStart);
  if (verdict.slotStart !== slotStart)
    findings.add(
      'wrong-slot',
      where,
      `${slotStart} begins no slot of ${sub}: theirs begins at ${verdict.slotStart}`,
    );
  const late = atMs / 1000 - slotStart - sale.slotSeconds;
  if (atMs / 1000 < slotStart - EARLY_SECONDS || late > LATE_SECONDS)
    findings.add('wrong-slot', where, `${sub} was judged for the slot of ${slotStart} at ${atMs / 1000}`);
  if (verdict.admitted) return;
  const v = lotteryNumberOf(hashing, keys, lot) ?? 1;
  if (verdict.tau !== null && verdict.tau > 0 && verdict.p !== null && v - verdict.p <= LINE_TOLERANCE)
    return;
  findings.add(
    'favoured-user',
    where,
    verdict.tau === 0
      ? `${sub} was let in at ${slotStart}, when the doors were shut`
      : `${sub} was let in at ${slotStart} with the number ${v}, when numbers below ${verdict.p ?? 0} were`,
  );
}
