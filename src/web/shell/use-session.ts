import { useCallback, useEffect, useState } from 'react';
import type { Claim, Failure, Outcome, Reservation, Session } from '../api/index.ts';
import { useServices } from './services.ts';

/** The buyer's session in an event, as far as it is known. */
export type SessionState =
  | { readonly kind: 'loading' }
  | { readonly kind: 'none' }
  | { readonly kind: 'signIn' }
  | { readonly kind: 'down' }
  | { readonly kind: 'session'; readonly session: Reservation; readonly claim: Claim };

export interface SessionView {
  readonly state: SessionState;
  /** Asks the service how things stand. */
  readonly reload: () => Promise<void>;
  /** Takes over what another call said of the session. */
  readonly note: (session: Session) => void;
}

/** The session is the server's: it is asked for anew on every page, and a fresh pass comes with it. */
export function useSession(eventId: string): SessionView {
  const { api } = useServices();
  const [state, setState] = useState<SessionState>({ kind: 'loading' });

  const reload = useCallback(async () => {
    const outcome = await api.liveSession(eventId);
    setState((before) => stateAfter(before, outcome));
  }, [api, eventId]);
  useEffect(() => {
    void reload();
    // A page that comes back, from another tab or out of the browser's memory, may be about a session that has moved on.
    const whenSeen = () => {
      if (document.visibilityState === 'visible') void reload();
    };
    document.addEventListener('visibilitychange', whenSeen);
    addEventListener('pageshow', whenSeen);
    return () => {
      document.removeEventListener('visibilitychange', whenSeen);
      removeEventListener('pageshow', whenSeen);
    };
  }, [reload]);

  const note = useCallback((session: Session) => {
    setState((before) =>
      before.kind === 'session' ? { ...before, session: { ...before.session, ...session } } : before,
    );
  }, []);
  return { state, reload, note };
}

function stateAfter(
  before: SessionState,
  outcome: Outcome<{ readonly session: Reservation; readonly pass: string }>,
): SessionState {
  if (outcome.ok) {
    const { session, pass } = outcome.data;
    return { kind: 'session', session, claim: { sessionId: session.sessionId, pass } };
  }
  const kind = kindOf(outcome.failure);
  // A network that is gone for a moment takes nothing away from what is known.
  return kind === 'down' && before.kind === 'session' ? before : { kind };
}

function kindOf({ code }: Failure): 'none' | 'signIn' | 'down' {
  if (code === 'SIGN_IN_REQUIRED') return 'signIn';
  return code === 'SESSION_UNKNOWN' ? 'none' : 'down';
}
