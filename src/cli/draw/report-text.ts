import type { TokenChecked, VerifyChecked, VerifyReport } from '../../core/proof/index.ts';
import { formatCount, formatMoment, type Paint, pairs, plural } from '../framework/index.ts';

const BEACON: Readonly<Record<VerifyChecked['beacon'], string>> = {
  none: 'the rules name none',
  signature: 'proven by its signature',
  given: 'the value you looked up',
  unproven: 'not proven',
};

/** A verification as a person reads it: the verdict, what was looked at, and every finding with its place. */
export function reportText({ ok, checked, findings }: VerifyReport, paint: Paint): string {
  const head = ok ? paint.green('verified') : paint.red(plural(findings.length, 'finding'));
  return [
    checked === null ? head : `${head}  the draw of ${checked.eventId}`,
    ...(checked === null ? [] : ['', counts(checked)]),
    ...(checked?.token == null ? [] : ['', ...tokenSentences(checked.token)]),
    ...(ok ? [] : ['']),
    ...findings.map(({ code, message, where }) => `${paint.bold(code)}  ${where}: ${message}`),
  ].join('\n');
}

function counts(checked: VerifyChecked): string {
  const { draws } = checked;
  return pairs([
    ['commitment', checked.commitment],
    ['beacon', BEACON[checked.beacon]],
    ['links of the chain', formatCount(checked.links)],
    ['mints sampled', formatCount(checked.minted)],
    ['admissions', `${formatCount(checked.admitted)} of ${plural(checked.people, 'account')}`],
    ['seats sold to them', formatCount(checked.seats)],
    ['accounts in the roster', formatCount(checked.accounts)],
    [
      'numbers',
      `${formatCount(draws.draws)}, ${percent(draws.distance)} from even (chance: up to ${percent(draws.limit)})`,
    ],
  ]);
}

function tokenSentences(token: TokenChecked): string[] {
  const { sub, lotteryNumber, shareNeeded, clockAtStart, admittedAt, refusedAt, logged } = token;
  return [
    `This token is of ${sub}, whose waiting began at ${formatMoment(token.iat)}.`,
    lotteryNumber === null
      ? 'They have no number.'
      : `Their number is ${lotteryNumber}: they are in once the clock has gained ${shareNeeded} since it showed ${clockAtStart}.`,
    admittedAt === null
      ? 'By the published schedule that never came.'
      : `By the published schedule that was at ${formatMoment(admittedAt)}, in their own slot.`,
    ...(refusedAt === null ? [] : [`The token proves that they tried at ${formatMoment(refusedAt)}.`]),
    logged.length === 0
      ? 'The log has nothing of them: they did not come when their turn had come.'
      : `The log tells: ${logged.map(({ slotStart, outcome }) => `${OUTCOME[outcome]} at ${formatMoment(slotStart)}`).join('; ')}.`,
  ];
}

const OUTCOME = {
  session: 'let in',
  pass: 'drawn, and no place was free',
  refused: 'drawn, and not let in again',
};

function percent(share: number): string {
  return `${Number((share * 100).toPrecision(3))} %`;
}
