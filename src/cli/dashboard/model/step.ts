import type { DashboardState, Notice } from './state.ts';

/** What is to be done. Answers come back as messages. */
export type Effect =
  | { readonly type: 'quit' }
  | { readonly type: 'doors'; readonly verb: 'pause' | 'resume' }
  | { readonly type: 'target'; readonly target: number }
  | { readonly type: 'freeze'; readonly frozen: boolean }
  | { readonly type: 'forecast'; readonly target: number };

/** The state after something happened, and what is to be done about it. */
export interface Step {
  readonly state: DashboardState;
  readonly effects: readonly Effect[];
}

export function to(state: DashboardState): Step {
  return { state, effects: [] };
}

export function does(state: DashboardState, effect: Effect): Step {
  return { state, effects: [effect] };
}

const NOTICE_MS = 6_000;

/** A line that the operator sees for a while. */
export function tell(state: DashboardState, text: string, tone: Notice['tone'] = 'bad'): Step {
  return to({ ...state, notice: { tone, text, untilMs: state.nowMs + NOTICE_MS } });
}
