import { useCallback, useReducer, useRef, useState } from 'react';
import type { AutoHoldRequest, Claim, Failure, Session } from '../api/index.ts';
import { useServices } from '../shell/index.ts';
import { afterAct, type Choice, type ChoiceAct, NOTHING_CHOSEN } from './choice.ts';

/** What came of the last thing the buyer did, for the page to say. */
export type News =
  | { readonly kind: 'held'; readonly seatIds: readonly string[] }
  | { readonly kind: 'released'; readonly seatIds: readonly string[] }
  | { readonly kind: 'taken'; readonly seatIds: readonly string[]; readonly left: number }
  | { readonly kind: 'limit' | 'noMatch' | 'auto' | 'failed' | 'offline' };

export interface Shopping {
  readonly choice: Choice;
  readonly act: (act: ChoiceAct) => void;
  /** Numbered, so that the same news twice is said twice. */
  readonly news: { readonly number: number; readonly news: News } | undefined;
  readonly busy: boolean;
  readonly hold: (seatIds: readonly string[]) => Promise<void>;
  readonly find: (wish: AutoHoldRequest) => Promise<void>;
  readonly release: (seatIds: readonly string[]) => Promise<void>;
}

interface ShoppingOptions {
  readonly claim: Claim | undefined;
  readonly onSession: (session: Session) => void;
  /** The session is not what we thought: ask how it stands. */
  readonly onDoubt: () => void;
  /** The map is older than what we were told. */
  readonly onConflict: () => void;
}

const IN_DOUBT: readonly Failure['code'][] = [
  'SESSION_EXPIRED',
  'SESSION_ENDED',
  'SESSION_UNKNOWN',
  'SESSION_IN_CHECKOUT',
  'SESSION_PASS_STALE',
  'SESSION_PASS_REQUIRED',
  'SIGN_IN_REQUIRED',
];

/** Holding and giving back: shown at once, set right when the answer says otherwise. */
export function useShopping({ claim, onSession, onDoubt, onConflict }: ShoppingOptions): Shopping {
  const { api, world } = useServices();
  const [choice, act] = useReducer(afterAct, NOTHING_CHOSEN);
  const [news, setNews] = useState<Shopping['news']>();
  const [busy, setBusy] = useState(false);
  const count = useRef(0);

  const tell = useCallback((told: News) => {
    count.current += 1;
    setNews({ number: count.current, news: told });
  }, []);

  const refused = useCallback(
    (failure: Failure, asked: readonly string[]) => {
      const { code, seatIds: taken } = failure;
      act({ kind: 'refused', asked, taken: code === 'SEAT_TAKEN' ? taken : [] });
      if (code === 'SEAT_TAKEN') {
        tell({ kind: 'taken', seatIds: taken, left: asked.length - taken.length });
        onConflict();
      } else if (code === 'LIMIT_REACHED') tell({ kind: 'limit' });
      else if (code === 'NO_SEATS_MATCH') tell({ kind: 'noMatch' });
      else if (code === 'SEAT_AUTO_ONLY') tell({ kind: 'auto' });
      else {
        tell({ kind: code === 'OFFLINE' ? 'offline' : 'failed' });
        if (IN_DOUBT.includes(code) || code === 'OFFLINE') onDoubt();
      }
    },
    [tell, onConflict, onDoubt],
  );

  const hold = useCallback(
    async (seatIds: readonly string[]) => {
      if (claim === undefined || seatIds.length === 0) return;
      act({ kind: 'asked', seatIds });
      const outcome = await api.hold(claim, seatIds, world.uniqueId());
      if (!outcome.ok) return refused(outcome.failure, seatIds);
      act({ kind: 'held', seatIds: outcome.data.seatIds });
      onSession(outcome.data.session);
      tell({ kind: 'held', seatIds });
    },
    [api, world, claim, refused, onSession, tell],
  );

  const find = useCallback(
    async (wish: AutoHoldRequest) => {
      if (claim === undefined) return;
      setBusy(true);
      const outcome = await api.autoHold(claim, wish, world.uniqueId());
      setBusy(false);
      if (!outcome.ok) return refused(outcome.failure, []);
      act({ kind: 'held', seatIds: outcome.data.seatIds });
      onSession(outcome.data.session);
      tell({ kind: 'held', seatIds: outcome.data.seatIds });
    },
    [api, world, claim, refused, onSession, tell],
  );

  const release = useCallback(
    async (seatIds: readonly string[]) => {
      if (claim === undefined || seatIds.length === 0) return;
      act({ kind: 'asked', seatIds });
      const outcome = await api.release(claim, seatIds, world.uniqueId());
      if (!outcome.ok) return refused(outcome.failure, seatIds);
      act({ kind: 'released', seatIds });
      onSession(outcome.data.session);
      tell({ kind: 'released', seatIds });
      onConflict();
    },
    [api, world, claim, refused, onSession, tell, onConflict],
  );

  return { choice, act, news, busy, hold, find, release };
}
