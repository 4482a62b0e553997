import type { SaleEvent } from '../api/index.ts';
import { pathOf, useNow, useServices, useSpeech } from '../shell/index.ts';
import { timeLeft } from '../time/index.ts';
import { Link, Message } from '../ui/index.ts';
import { isWaiting } from '../waiting/index.ts';
import { OpeningClock } from './opening-clock.tsx';

/** How the sale stands, and the one thing to do about it. */
export function Opening({ event }: { readonly event: SaleEvent }) {
  const { say, format } = useSpeech();
  const { keep } = useServices();
  const nowMs = useNow();
  const text = say.landing;
  const opensAtMs = event.opensAt * 1000;
  const left = timeLeft(opensAtMs, nowMs);
  const isEarly = left.totalSeconds > 0;

  const hasPlace = isWaiting(keep, event.eventId);
  if (event.phase === 'soldOut' || event.phase === 'closed') {
    const isSoldOut = event.phase === 'soldOut';
    return (
      <div className="opening">
        <p className="opening-state">{isSoldOut ? text.isSoldOut : text.isClosed}</p>
        <p>{isSoldOut ? text.soldOut : say.waiting.closed}</p>
        <p className="actions">
          {hasPlace && !isSoldOut ? (
            <Link to={pathOf('queue', event.eventId)} className="button button-main">
              {text.continueWaiting}
            </Link>
          ) : null}
          <Link to={pathOf('payment', event.eventId)} className="button">
            {text.toTickets}
          </Link>
        </p>
      </div>
    );
  }
  return (
    <div className="opening">
      {isEarly ? (
        <>
          <p className="opening-label">{text.opensIn}</p>
          <OpeningClock left={left} />
          <p className="quiet">{text.opensAt(format.dateTime(opensAtMs))}</p>
        </>
      ) : (
        <p className="opening-state">{text.isOpen}</p>
      )}
      {event.phase === 'paused' ? <Message tone="info">{say.waiting.paused}</Message> : null}
      {event.phase === 'allHeld' ? <Message tone="info">{say.waiting.allHeld}</Message> : null}
      <p className="actions">
        <Link to={pathOf('queue', event.eventId)} className="button button-main button-large">
          {hasPlace ? text.continueWaiting : isEarly ? text.early : text.begin}
        </Link>
      </p>
      <p className="quiet">{text.beginHint}</p>
    </div>
  );
}
