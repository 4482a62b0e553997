import { count, oneIn, percent, span, times } from '../words.ts';
import type { SimulationReport } from './simulation-report.ts';

/** A question an operator has before a sale, answered from its simulation. */
export interface Answer {
  readonly question: string;
  readonly short: string;
  readonly tone: 'good' | 'bad' | 'plain';
  readonly details: readonly string[];
}

/** Is it fair, how long do people wait, what do cheats gain. */
export function answers(report: SimulationReport): readonly [Answer, Answer, Answer] {
  return [fairness(report), waits(report), cheats(report)];
}

function fairness(report: SimulationReport): Answer {
  const { gate, fairness: measured } = report;
  const failed = gate.checks.filter(({ verdict }) => verdict === 'failed' || verdict === 'unmeasured');
  const details: string[] = [];
  for (const factor of ['latency', 'device', 'region'] as const) {
    const ratio = measured[factor]?.riskRatio ?? null;
    if (ratio === null) continue;
    const found = `${percent(ratio.value - 1)} measured, ${percent(ratio.high - 1)} at most`;
    details.push(
      ratio.low > 1
        ? `${capital(factor)} makes a difference: ${ratio.between[0]} over ${ratio.between[1]}, ${found}.`
        : `${capital(factor)} makes no difference that chance does not explain (${found}).`,
    );
  }
  const kept = measured.luckToFifo.find(({ k }) => k === report.settings.k)?.orderKept ?? null;
  if (kept !== null) {
    details.push(
      `Of two who come one after the other, the first is let in first ${percent((1 + kept) / 2)} of the time (k = ${report.settings.k}).`,
    );
  }
  details.push(
    ...failed.map(({ condition, measured: found }) =>
      found === null
        ? `Cannot be measured: ${condition}.`
        : `Found: ${condition} (${found.value.toPrecision(3)}).`,
    ),
  );
  return {
    question: 'Is it fair?',
    short:
      failed.length === 0
        ? `Yes: ${gate.checks.length} of ${gate.checks.length} checks pass`
        : `No: ${failed.length} of ${gate.checks.length} checks fail`,
    tone: failed.length === 0 ? 'good' : 'bad',
    details,
  };
}

function waits(report: SimulationReport): Answer {
  const { classes, people, seats, seatsSold } = report;
  const buyers = classes.reduce((sum, each) => sum + each.buyers, 0);
  const { p50, p90 } = report.waits;
  const sold =
    report.soldOutAtSeconds === null
      ? `${count(seatsSold)} of ${count(seats)} seats are sold.`
      : `All ${count(seats)} seats are sold after ${span(report.soldOutAtSeconds)}.`;
  return {
    question: 'How long do people wait?',
    short:
      p50 === null || p90 === null
        ? 'Nobody was let in'
        : `Half of those let in wait ${span(p50)} or less, nine in ten ${span(p90)}`,
    tone: 'plain',
    details: [
      `${capital(oneIn(buyers / people))} gets seats: ${count(buyers)} of ${count(people)} people buy.`,
      sold,
      ...calibration(report),
    ],
  };
}

function calibration({ fairness: { estimates } }: SimulationReport): string[] {
  if (estimates === null) return [];
  return [`The wait shown holds for ${percent(estimates.coverage.value)} (it claims half at least).`];
}

function cheats(report: SimulationReport): Answer {
  const { attackers } = report;
  if (attackers.length === 0) {
    return {
      question: 'What do cheats gain?',
      short: 'No cheats in this scenario',
      tone: 'plain',
      details: [],
    };
  }
  const gaining = attackers.filter(({ advantage }) => advantage !== null && advantage.low > GAIN_NOTICED);
  const many = attackers.some(({ tokens, humans }) => tokens > humans);
  const details = attackers.map(({ name, advantage, gainPerHuman, humans, tokens }) => {
    const per =
      advantage === null
        ? 'not measured'
        : `${times(advantage.value)} (${times(advantage.low)} to ${times(advantage.high)}) per account`;
    const many =
      tokens > humans && gainPerHuman !== null
        ? `; ${count(tokens / humans)} accounts a person, ${times(gainPerHuman)} per person`
        : '';
    return `${name}: ${per}${many}.`;
  });
  return {
    question: 'What do cheats gain?',
    short:
      gaining.length === 0
        ? many
          ? 'Nothing per account; more accounts are more tickets'
          : 'Nothing'
        : `${gaining.map(({ name }) => name).join(', ')} ${gaining.length === 1 ? 'gains' : 'gain'}`,
    tone: gaining.length === 0 ? 'good' : 'bad',
    details,
  };
}

/** An advantage below this is too small to buy. */
const GAIN_NOTICED = 1.05;

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
