import { z } from 'zod';
import {
  judge,
  lotOf,
  lotteryNumberOf,
  nextBackoff,
  type OwnDraw,
  ownDraw,
  slotPhaseOf,
} from '../../admission/index.ts';
import { textFromBase64Url } from '../../crypto/index.ts';
import type { Admitted } from '../evidence.ts';
import { checkPlace } from './check-admission.ts';
import type { OpenedDraw } from './opened-draw.ts';

/** What the draw says of the owner of one token. */
export interface TokenChecked extends OwnDraw {
  readonly sub: string;
  readonly iat: number;
  /** Start of the slot in which the token was signed again because its owner was not in; null while it never was. */
  readonly refusedAt: number | null;
  /** What the log tells of this owner, oldest first. */
  readonly logged: readonly { readonly slotStart: number; readonly outcome: Admitted['outcome'] }[];
}

export interface TokenCheck {
  admitted(admitted: Admitted): void;
  finish(): TokenChecked | null;
}

const payloadSchema = z.object({
  id: z.string(),
  evt: z.string(),
  iat: z.int(),
  sub: z.string(),
  lot: z.string(),
  c0: z.number(),
  boff: z.int(),
});
type Payload = z.infer<typeof payloadSchema>;

/** Verdicts this close to the line may fall either way on another machine. */
const LINE_TOLERANCE = 1e-12;

/**
 * Whether the owner of `token` was treated as the rules say. Its signature cannot be checked, since signing keys are never published: what it
 * says is its owner's word, and tells them whether the operator kept theirs.
 */
export function tokenCheck(draw: OpenedDraw, token: string): TokenCheck {
  const { hashing, head, keys, sale, findings } = draw;
  const payload = payloadOf(token);
  const logged: Admitted[] = [];

  return {
    admitted(admitted) {
      if (admitted.sub === payload?.sub) logged.push(admitted);
    },
    finish() {
      if (payload === undefined) {
        findings.add('wrong-token', 'token', 'this is no waiting token');
        return null;
      }
      if (payload.evt !== head.eventId) {
        findings.add(
          'wrong-token',
          'token',
          `this token is for ${payload.evt}, and the bundle is of ${head.eventId}`,
        );
        return null;
      }
      const { sub, iat } = payload;
      if (lotOf(hashing, keys.lot, head.eventId, sub) !== payload.lot)
        findings.add(
          'swapped-key',
          'token',
          'the lottery ticket in this token was not drawn with the key that is published',
        );
      checkPlace(draw, { ...payload, atMs: iat * 1000 }, 'token');
      const refusedAt = refusedSlot(payload);
      checkRefusal(payload, refusedAt);
      const own = ownDraw(hashing, { ...sale, eventId: head.eventId }, keys, { sub, since: iat });
      return {
        ...own,
        sub,
        iat,
        refusedAt,
        logged: logged.map(({ slotStart, outcome }) => ({ slotStart, outcome })),
      };
    },
  };

  /** A place is signed again at a try that failed, for the slot after it: so its backoff tells which try that was. */
  function refusedSlot({ iat, sub, boff }: Payload): number | null {
    const phase = slotPhaseOf(hashing, keys.lot, head.eventId, sub, sale.slotSeconds);
    return boff > nextBackoff(iat, iat, sale, phase) ? boff - sale.slotSeconds : null;
  }

  function checkRefusal({ sub, lot, iat, c0 }: Payload, refusedAt: number | null): void {
    if (refusedAt === null) return;
    const { admitted, p } = judge(hashing, keys, sale, { evt: head.eventId, sub, lot, iat, c0 }, refusedAt);
    const isClose = (p ?? 0) - (lotteryNumberOf(hashing, keys, lot) ?? 1) <= LINE_TOLERANCE;
    // Drawn, but every place was taken: then the log says so for that slot.
    if (!admitted || isClose || logged.some(({ slotStart }) => slotStart === refusedAt)) return;
    findings.add(
      'passed-over',
      'token',
      `${sub} was to be let in at ${refusedAt}, and was sent away to come again; that is right only if their browser had not solved its puzzle`,
    );
  }
}

function payloadOf(token: string): Payload | undefined {
  try {
    const parsed = payloadSchema.safeParse(JSON.parse(textFromBase64Url(token.split('.')[1] ?? '')));
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}
