import { lotOf, lotteryNumberOf } from '../../admission/index.ts';
import type { Hashing } from '../../crypto/index.ts';
import { type BundleHead, type BundleLine, readBundleLine } from '../bundle.ts';
import { type Finding, findingsList } from '../findings.ts';
import { accountsCheck } from './check-accounts.ts';
import { checkAdmitted, checkMinted } from './check-admission.ts';
import { chainCheck, type SeenPromise } from './check-chain.ts';
import { checkPromise, type PromiseChecked, type PromiseOptions } from './check-promise.ts';
import { type TokenChecked, tokenCheck } from './check-token.ts';
import { type OpenedDraw, openedDraw } from './opened-draw.ts';
import { type UniformityResult, uniformity } from './uniformity.ts';

export interface VerifyOptions extends PromiseOptions {
  /** A waiting token whose owner wants to know how they were treated. */
  readonly token?: string | undefined;
  /** What was seen published before and during the sale. */
  readonly seen?: readonly SeenPromise[] | undefined;
}

/** What was looked at. Null when the bundle could not be read. */
export interface VerifyChecked extends PromiseChecked {
  readonly eventId: string;
  readonly commitment: string;
  readonly links: number;
  readonly minted: number;
  readonly admitted: number;
  /** Different accounts whose turn came; accounts of the roster; seats sold to people who were let in. */
  readonly people: number;
  readonly accounts: number;
  readonly seats: number;
  /** Numbers of everybody in the roster, or of those whose arrival was sampled when there is none. */
  readonly draws: UniformityResult;
  readonly token: TokenChecked | null;
}

export interface VerifyReport {
  readonly ok: boolean;
  readonly checked: VerifyChecked | null;
  readonly findings: readonly Finding[];
}

/** Checks a bundle line by line, so that it need not fit into memory. What is kept grows with the people let in, not with the log. */
export interface Verifier {
  line(text: string): void;
  finish(): VerifyReport;
}

export function createVerifier(hashing: Hashing, options: VerifyOptions = {}): Verifier {
  const findings = findingsList();
  let number = 0;
  let run: ReturnType<typeof startRun> | undefined;
  let isBroken = false;

  function take(text: string): void {
    const where = `line ${number}`;
    const read = readBundleLine(text);
    if (!read.ok) {
      findings.add('unreadable', where, `the line ${read.problem}`);
      isBroken ||= run === undefined;
    } else if (run !== undefined) run.line(read.line, where, number);
    else if (read.line.kind === 'tix-draw') run = startRun(openedDraw(hashing, read.line, findings), options);
    else {
      findings.add('unreadable', where, 'the first line is not that of a draw');
      isBroken = true;
    }
  }

  return {
    line(text) {
      number += 1;
      if (!isBroken && text.trim() !== '') take(text);
    },
    finish() {
      if (run === undefined && !isBroken) findings.add('unreadable', 'line 1', 'the bundle is empty');
      const checked = run?.finish() ?? null;
      return { ok: findings.count() === 0, checked, findings: findings.list() };
    },
  };
}

/** The same for lines that are at hand. */
export function verifyBundle(
  hashing: Hashing,
  lines: Iterable<string>,
  options: VerifyOptions = {},
): VerifyReport {
  const verifier = createVerifier(hashing, options);
  for (const line of lines) verifier.line(line);
  return verifier.finish();
}

function startRun(draw: OpenedDraw, options: VerifyOptions) {
  const { head, findings } = draw;
  const promise = checkPromise(draw, options);
  const chain = chainCheck(draw, options.seen ?? []);
  const accounts = accountsCheck(draw);
  const token = options.token === undefined ? undefined : tokenCheck(draw, options.token);
  const [arrived, listed] = [uniformity(), uniformity()];
  const counts = { minted: 0, admitted: 0 };
  let isEnded = false;

  return {
    line(line: BundleLine, where: string, number: number): void {
      if (isEnded) findings.add('tampered-log', where, 'there is more after the end');
      switch (line.kind) {
        case 'tix-draw':
          findings.add('tampered-log', where, 'a second draw begins here');
          break;
        case 'minted':
          counts.minted += 1;
          chain.evidence(line, where);
          checkMinted(draw, line, where);
          accounts.arrived(line);
          if (line.sample === 'arrivals') arrived.add(numberOf(draw, head, line.sub));
          break;
        case 'admitted':
          counts.admitted += 1;
          chain.evidence(line, where);
          checkAdmitted(draw, line, where);
          accounts.admitted(line, chain.sampled(), where);
          token?.admitted(line);
          break;
        case 'schedule':
          chain.evidence(line, where);
          break;
        case 'link':
          chain.link(line, where);
          break;
        case 'sold':
          accounts.sold(line.sub, line.seats, where);
          break;
        case 'roster':
          accounts.roster(line, where);
          for (const account of line.accounts)
            listed.add(numberOf(draw, head, typeof account === 'string' ? account : account.sub));
          break;
        case 'end':
          isEnded = true;
          if (line.lines !== number)
            findings.add('tampered-log', where, `the bundle had ${line.lines} lines, and ${number} are here`);
      }
    },
    finish(): VerifyChecked {
      if (!isEnded) findings.add('tampered-log', 'end', 'the bundle breaks off before its end');
      chain.finish();
      accounts.finish();
      const draws = [listed.result(), arrived.result()];
      for (const { draws: n, distance, limit } of draws)
        if (distance > limit)
          findings.add(
            'uneven-draws',
            'end',
            `the numbers of ${n} accounts are ${distance} away from even, and chance explains ${limit}`,
          );
      return {
        eventId: head.eventId,
        commitment: head.commitment,
        ...promise,
        links: chain.links(),
        ...counts,
        ...accounts.counts(),
        draws: draws.find(({ draws: n }) => n > 0) ?? listed.result(),
        token: token?.finish() ?? null,
      };
    },
  };
}

function numberOf({ hashing, keys }: OpenedDraw, { eventId }: BundleHead, sub: string): number {
  return lotteryNumberOf(hashing, keys, lotOf(hashing, keys.lot, eventId, sub)) ?? 0;
}
