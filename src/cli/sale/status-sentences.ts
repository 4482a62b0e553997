import type { SaleStatus } from '../../service/sale/index.ts';
import { formatDuration, type Paint, table } from '../framework/index.ts';
import { inTime, PAST, stateInWords } from './words.ts';

/** A sale as an operator reads it to somebody: what is so, since when, and what comes next. */
export function statusSentences(status: SaleStatus, paint: Paint): string {
  const { eventId, doors } = status;
  const head = `${paint.bold(eventId)} is ${shown(status, paint)}${since(status)}.`;
  return [
    head,
    ...opening(status),
    ...doors.planned
      .filter(({ from }) => from > status.rules.opensAt)
      .map(({ from, verb }) => `It ${PAST[verb]} at ${inTime(from, status.now)}, as was decided.`),
    admission(status),
    buyers(status),
    '',
    rules(status),
    tokens(status),
    '',
    schedule(status),
  ].join('\n');
}

function shown({ doors: { state } }: SaleStatus, paint: Paint): string {
  return state === 'open' ? paint.green(stateInWords(state)) : paint.yellow(stateInWords(state));
}

function since({ doors: { since: from, state }, rules: { opensAt }, now }: SaleStatus): string {
  if (from === null || (state === 'open' && now < opensAt)) return '';
  return ` since ${inTime(from, now)}`;
}

function opening({ rules: { opensAt }, now, doors }: SaleStatus): string[] {
  if (now >= opensAt) return [];
  const verb = doors.planned.find(({ from }) => from === opensAt)?.verb;
  const then =
    verb === 'open' || verb === 'resume'
      ? 'people are let in from then on'
      : verb === undefined
        ? 'nobody is let in then, unless `tix sale open` says so before'
        : 'nobody is let in then, as was decided';
  return [`The sale opens at ${inTime(opensAt, now)}; ${then}.`];
}

function admission({ tau, clock, doors }: SaleStatus): string {
  if (tau === null) return 'Nobody is let in before the opening.';
  const reading = clock === null ? '' : ` The sale clock shows ${clock.toPrecision(4)}.`;
  if (tau > 0) return `People are let in with τ = ${Number(tau.toPrecision(6))} s.${reading}`;
  const why = doors.state === 'open' ? ': the tuner waits for seats to come back' : '';
  return `Nobody is let in at present${why}.${reading}`;
}

function buyers({ phase, wait }: SaleStatus): string {
  if (wait === null) return `Buyers read “${phase}”.`;
  const [from, to] = [wait.fromSeconds, wait.toSeconds].map((seconds) => formatDuration(seconds * 1000));
  const odds = wait.odds === null ? '' : `, about 1 in ${wait.odds.oneIn}`;
  return `Buyers read “${phase}”; who comes now is told ${from} to ${to}${odds}.`;
}

function rules({ rules: { k, curve, slotSeconds }, commitment, createdAt, now }: SaleStatus): string {
  const when = createdAt === null ? '' : `, made ${inTime(createdAt, now)}`;
  const words = commitment === null ? 'without a commitment' : `commitment ${commitment}${when}`;
  return `Rules: k = ${k} (${curve}), a try every ${slotSeconds} s; ${words}.`;
}

function tokens({
  powBits,
  tokenLifeSeconds,
  signing,
  sampling,
  tunerEpoch,
  recordBytes,
}: SaleStatus): string {
  const others = signing?.kids.filter((kid) => kid !== signing.kid) ?? [];
  const also = others.length === 0 ? '' : ` (${others.join(', ')} known besides)`;
  const keys = signing === null ? 'no keys, so nobody gets a place' : `signed with ${signing.kid}${also}`;
  return [
    `Tokens: ${keys}; ${powBits} bits of proof of work; a place lives ${formatDuration(tokenLifeSeconds * 1000)} after its next try.`,
    `Sampled: ${percent(sampling.arrivals)} of arrivals, ${percent(sampling.requests)} of requests, ${percent(sampling.suspects)} of what is wrong.`,
    `Tuner epoch ${tunerEpoch}; the record takes ${recordBytes} of 1,024 bytes.`,
  ].join('\n');
}

function schedule({ schedule: entries, now }: SaleStatus): string {
  return table(
    [{ heading: 'from' }, { heading: 'τ (s)', align: 'right' }, { heading: 'clock', align: 'right' }],
    entries.map(({ from, tau, reading }) => [
      inTime(from, now),
      tau === 0 ? 'closed' : String(Number(tau.toPrecision(6))),
      reading.toPrecision(4),
    ]),
  );
}

function percent(share: number): string {
  return `${Number((share * 100).toPrecision(3))} %`;
}
