import type { TunerCause, TunerDecision, TunerObservation, TunerSettings } from './types.ts';

type Facts = Pick<TunerDecision, 'cause' | 'effectiveTarget' | 'wanted' | 'underway'>;

/** The decision in words an operator reads on the dashboard. */
export function reasonFor(
  settings: TunerSettings,
  observation: TunerObservation,
  facts: Facts,
  tau: number,
): string {
  return `${SENTENCES[facts.cause](settings, observation, facts)} ${clockInWords(tau)}`;
}

type Sentence = (settings: TunerSettings, observation: TunerObservation, facts: Facts) => string;

const SENTENCES: Readonly<Record<TunerCause, Sentence>> = {
  filling: (settings, { live }, { wanted, underway }) =>
    `${count(live)} of ${count(settings.target)} shoppers are in and ${count(underway)} more are on their way; ` +
    `about ${count(wanted)} are let in during the next ${settings.turnSeconds} s.`,
  steady: (settings, { live }, { wanted }) =>
    `${count(live)} of ${count(settings.target)} shoppers are in; about ${count(wanted)} are let in during the next ` +
    `${settings.turnSeconds} s, as many as leave.`,
  fewSeats: (_, { live, seats }, { wanted, effectiveTarget }) =>
    `Only ${count(seats.available)} seats are free, enough for ${count(effectiveTarget)} shoppers; ${count(live)} are in, ` +
    `so about ${count(wanted)} are let in.`,
  full: (_, { live }, { effectiveTarget, underway }) =>
    `${count(live)} shoppers are in and ${count(underway)} are on their way, where ${count(effectiveTarget)} should be: ` +
    'nobody more is let in for now.',
  easingIn: (settings, { live }) =>
    `${count(live)} of ${count(settings.target)} shoppers are in; ` +
    'the clock is sped up step by step, in case more people come than are known yet.',
  fewPeople: (settings, { live }) =>
    `${count(live)} of ${count(settings.target)} shoppers are in and hardly anybody waits: whoever comes is let in.`,
  allHeld: (_, { seats }) =>
    `No seat is free; ${count(seats.held + seats.inCheckout)} are held and some may come back. The doors stay closed until then.`,
  soldOut: (_, { seats }) => `All ${count(seats.sold)} seats are sold.`,
  unsound: () => 'τ stays as it is.',
};

function clockInWords(tau: number): string {
  return tau === 0
    ? 'The sale clock stands still.'
    : `The sale clock gains 1 in ${count(tau)} s (τ = ${Number(tau.toPrecision(4))}).`;
}

/** Whole numbers with thousands apart, the same on every machine. */
function count(value: number): string {
  return String(Math.round(value)).replace(/\B(?=(\d{3})+(?!\d))/g, ',');
}
