import type { OperationsSnapshot } from '../../../service/operations/index.ts';
import { remember } from './history.ts';
import { type Key, pressed } from './keys.ts';
import type { Connection, DashboardState, ForecastLine, Notice } from './state.ts';
import { type Step, tell, to } from './step.ts';

/** What happened. */
export type Message =
  | { readonly type: 'snapshot'; readonly snapshot: OperationsSnapshot; readonly way: 'stream' | 'polling' }
  | { readonly type: 'lost'; readonly why: string; readonly retryAtMs: number }
  | { readonly type: 'key'; readonly key: Key }
  | { readonly type: 'tick' }
  | { readonly type: 'acted'; readonly told: string }
  | { readonly type: 'refused'; readonly why: string }
  | { readonly type: 'forecast'; readonly target: number; readonly lines: readonly ForecastLine[] }
  | { readonly type: 'forecastFailed'; readonly target: number; readonly why: string };

/** The state before any key: the first snapshot has come. */
export function initialState(
  snapshot: OperationsSnapshot,
  way: 'stream' | 'polling',
  nowMs: number,
): DashboardState {
  return {
    eventId: snapshot.eventId,
    nowMs,
    connection: { state: 'live', way },
    snapshot,
    receivedMs: nowMs,
    history: remember([], snapshot),
    screen: { name: 'overview' },
    isHelping: false,
    dialog: null,
    notice: null,
  };
}

/** The state after a message, and what is to be done. Nothing is done here. */
export function update(before: DashboardState, message: Message, nowMs: number): Step {
  const state = { ...before, nowMs, notice: stillShown(before.notice, nowMs) };
  switch (message.type) {
    case 'key':
      return pressed(state, message.key);
    case 'tick':
      return to(state);
    case 'snapshot':
      return to(withSnapshot(state, message));
    case 'lost':
      return to({ ...state, connection: lost(state.connection, message, nowMs) });
    case 'acted':
      return tell(state, message.told, 'good');
    case 'refused':
      return tell(state, message.why);
    case 'forecast':
    case 'forecastFailed':
      return to(withForecast(state, message));
  }
}

function stillShown(notice: Notice | null, nowMs: number): Notice | null {
  return notice !== null && notice.untilMs > nowMs ? notice : null;
}

function withSnapshot(
  state: DashboardState,
  { snapshot, way }: Extract<Message, { type: 'snapshot' }>,
): DashboardState {
  return {
    ...state,
    snapshot,
    receivedMs: state.nowMs,
    history: remember(state.history, snapshot),
    connection: { state: 'live', way },
  };
}

/** Since when nothing comes does not change with every try that fails. */
function lost(
  connection: Connection,
  { why, retryAtMs }: Extract<Message, { type: 'lost' }>,
  nowMs: number,
): Connection {
  const sinceMs = connection.state === 'lost' ? connection.sinceMs : nowMs;
  return { state: 'lost', sinceMs, why, retryAtMs };
}

/** An answer to what is no longer asked is dropped. */
function withForecast(
  state: DashboardState,
  message: Extract<Message, { type: 'forecast' | 'forecastFailed' }>,
): DashboardState {
  const { dialog } = state;
  if (dialog?.name !== 'target' || Number(dialog.digits) !== message.target) return state;
  const { target } = message;
  const forecast =
    message.type === 'forecast'
      ? { state: 'known' as const, target, lines: message.lines }
      : { state: 'failed' as const, target, why: message.why };
  return { ...state, dialog: { ...dialog, forecast } };
}
