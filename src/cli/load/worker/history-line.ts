import type { PlainCall } from '../../../client/node/index.ts';
import type { OperationLine } from '../../../core/history/index.ts';
import type { Step } from '../../crowd/index.ts';
import type { Outcome } from './outcome.ts';
import type { Reply } from './wire.ts';

/** The parts of the API's bodies that matter to what a buyer has. */
interface Body {
  readonly seatIds?: readonly string[];
  readonly session?: { readonly sessionId: string; readonly expiresAtMs: number };
  readonly payment?: PaymentBody;
}
interface PaymentBody {
  readonly paymentId?: string;
  readonly sessionId?: string;
  readonly state?: string;
  readonly amountMinor?: number;
  readonly seats?: readonly { readonly seatId: string }[];
}

type Detail = Pick<
  OperationLine,
  'session' | 'untilMs' | 'seats' | 'taken' | 'payment' | 'state' | 'amountMinor'
>;

/** One line of the history, without its line end. */
export function historyLine(
  step: Step,
  buyer: string,
  call: PlainCall,
  reply: Reply,
  outcome: Outcome,
  toEpochMs: (machineMs: number) => number,
): string {
  const unknown = outcome.kind === 'error' && !outcome.settled;
  const line: OperationLine = {
    type: 'op',
    op: step,
    buyer,
    startMs: toEpochMs(reply.sentMs),
    endMs: unknown ? null : toEpochMs(reply.endedMs),
    outcome: outcome.kind === 'ok' ? 'ok' : unknown ? 'unknown' : 'refused',
    code: outcome.kind === 'ok' ? null : outcome.code,
    ...detailOf(step, call, reply.body, outcome.kind === 'ok'),
  };
  return JSON.stringify(line);
}

function detailOf(step: Step, call: PlainCall, text: string, ok: boolean): Detail {
  const [, , kind, id] = call.path.split('/');
  const session = kind === 'sessions' && id !== undefined ? { session: id } : {};
  switch (step) {
    case 'hold':
    case 'release':
      return { ...session, ...seatsOf(call, text, ok), ...(ok ? untilOf(parsed(text)) : {}) };
    case 'autoHold':
      return { ...session, ...(ok ? { ...seatsOf(call, text, ok), ...untilOf(parsed(text)) } : {}) };
    case 'admission':
      return ok ? untilOf(parsed(text)) : {};
    case 'checkout': {
      const body = parsed(text);
      return { ...session, ...(ok ? { ...untilOf(body), ...paymentOf(body.payment ?? {}) } : {}) };
    }
    case 'payment':
    case 'payAgain':
      return ok ? paymentOf(parsed(text) as PaymentBody) : {};
    default:
      return session;
  }
}

function parsed(text: string): Body {
  return JSON.parse(text) as Body;
}

function seatsOf({ body }: PlainCall, text: string, ok: boolean): Detail {
  if (ok) return { seats: parsed(text).seatIds ?? [] };
  const asked = body === null ? [] : ((JSON.parse(body) as Body).seatIds ?? []);
  const taken = text.startsWith('{') ? parsed(text).seatIds : undefined;
  return { seats: asked, ...(taken === undefined ? {} : { taken }) };
}

function untilOf({ session }: Body): Detail {
  return session === undefined ? {} : { session: session.sessionId, untilMs: session.expiresAtMs };
}

function paymentOf({ paymentId, sessionId, state, amountMinor, seats }: PaymentBody): Detail {
  return {
    ...(sessionId === undefined ? {} : { session: sessionId }),
    ...(paymentId === undefined ? {} : { payment: paymentId }),
    ...(state === undefined ? {} : { state }),
    ...(amountMinor === undefined ? {} : { amountMinor }),
    ...(seats === undefined ? {} : { seats: seats.map(({ seatId }) => seatId) }),
  };
}
