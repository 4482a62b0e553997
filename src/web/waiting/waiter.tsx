import { lazy, Suspense, useEffect, useRef } from 'react';
import type { SaleEvent } from '../api/index.ts';
import { goToPage, rememberedIdentity, useNow, useServices } from '../shell/index.ts';
import { Announcer, Journey, Message, Page, SignIn } from '../ui/index.ts';
import { AlertChoice } from './alert-choice.tsx';
import { chosenAlerts, tellTurn } from './alerts.ts';
import { ended } from './ended.tsx';
import { Expectation } from './expectation.tsx';
import { GiveUp } from './give-up.tsx';
import type { Waiting } from './machine.ts';
import { Progress } from './progress.tsx';
import { useWaiting, type WaitingView } from './use-waiting.ts';

const StockTicker = lazy(() =>
  import('./stock-ticker.tsx').then(({ StockTicker: part }) => ({ default: part })),
);

/** Met by few, so it is loaded by few. */
const Standing = lazy(() => import('./standing.tsx').then(({ Standing: part }) => ({ default: part })));

interface WaiterProps {
  readonly event: SaleEvent;
  readonly sub: string;
  readonly lapsedText: string;
  readonly onSignedIn: () => void;
}

export function Waiter({ event, sub, lapsedText, onSignedIn }: WaiterProps) {
  const { keep, speech } = useServices();
  const text = speech.say.waiting;
  const view = useWaiting(event.eventId, sub);
  const nowMs = useNow();
  const { waiting } = view;
  useGoInWhenAdmitted(event.eventId, view);

  if (waiting.needsSignIn) {
    return (
      <Page title={event.name}>
        <SignIn
          doors={event.signIn}
          reason={lapsedText}
          onSignedIn={() => (rememberedIdentity(keep)?.sub === sub ? view.signedIn() : onSignedIn())}
        />
      </Page>
    );
  }
  // The event is looked at more often than the turn: who waits in vain should not have to wait for that too.
  const isSoldOut = event.phase === 'soldOut' && waiting.end === null;
  const end = ended(isSoldOut ? 'soldOut' : waiting.end, speech, event);
  if (end !== undefined) return end;

  const isEarly = waiting.place?.phase === 'presale' && nowMs < event.opensAt * 1000;
  return (
    <Page
      title={isEarly ? text.beforeTitle : text.title}
      tabTitle={text.tabTitle}
      over={<Journey event={event} stage="wait" />}
      wide
    >
      <Announcer text={waiting.place === null ? text.preparing : text.have} />
      <div className="turn">
        {isEarly && waiting.place !== null ? (
          <section className="card before">
            <h2>✓ {text.have}</h2>
            <p>{text.early}</p>
            <p>{text.before}</p>
          </section>
        ) : null}
        {isEarly ? null : <Expectation wait={waiting.place?.wait ?? null} known={waiting.place !== null} />}
        <Progress view={view} isEarly={isEarly} slotSeconds={event.rules.slotSeconds} />
      </div>
      {waiting.place?.standing === undefined ? null : (
        <Suspense fallback={null}>
          <Standing eventId={event.eventId} standing={waiting.place.standing} />
        </Suspense>
      )}
      <Trouble waiting={waiting} leads={view.leads} />
      <Suspense fallback={null}>{isEarly ? null : <StockTicker event={event} />}</Suspense>
      <div className="columns">
        <section aria-labelledby="what">
          <h2 id="what">{text.whatTitle}</h2>
          <p>{text.what}</p>
          <p>{text.noTricks}</p>
          <p>{text.leaveIt}</p>
        </section>
        <div>
          <AlertChoice />
          <GiveUp onGiveUp={view.giveUp} eventId={event.eventId} />
        </div>
      </div>
    </Page>
  );
}

/** Opens the seats when it is the buyer's turn: at once when they look, else when they come back, having been called. */
function useGoInWhenAdmitted(eventId: string, { waiting, leads }: WaitingView): void {
  const { keep, speech } = useServices();
  const { yourTurn, yourTurnBody } = speech.say.waiting;
  const admitted = waiting.end === 'admitted';
  const ledHere = useRef(false);
  if (leads) ledHere.current = true;
  useEffect(() => {
    if (!admitted) return;
    // One call is enough, however many tabs are open.
    if (ledHere.current) tellTurn(chosenAlerts(keep), yourTurn, yourTurnBody);
    document.title = yourTurn;
    const goIn = () => {
      if (document.visibilityState !== 'visible') return;
      goToPage('seats', eventId, 'replace');
    };
    goIn();
    document.addEventListener('visibilitychange', goIn);
    return () => document.removeEventListener('visibilitychange', goIn);
  }, [admitted, eventId, keep, yourTurn, yourTurnBody]);
}

function Trouble({ waiting, leads }: { readonly waiting: Waiting; readonly leads: boolean | undefined }) {
  const { say } = useServices().speech;
  const phase = waiting.place?.phase;
  return (
    <div role="status">
      {waiting.failures > 0 ? <Message tone="warning">{say.site.offline}</Message> : null}
      {phase === 'paused' ? <Message tone="info">{say.waiting.paused}</Message> : null}
      {phase === 'closed' ? <Message tone="info">{say.waiting.closed}</Message> : null}
      {phase === 'allHeld' ? <Message tone="info">{say.waiting.allHeld}</Message> : null}
      {phase === 'unavailable' ? <Message tone="warning">{say.waiting.unavailable}</Message> : null}
      {leads === false && waiting.place !== null && waiting.end === null ? (
        <Message tone="info">{say.waiting.otherTab}</Message>
      ) : null}
    </div>
  );
}
