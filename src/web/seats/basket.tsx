import type { Venue } from '../../core/venue/plan/index.ts';
import { pathOf, useSpeech } from '../shell/index.ts';
import { Link } from '../ui/index.ts';
import { seatNameById } from '../venue-map/index.ts';

interface BasketProps {
  readonly eventId: string;
  readonly venue: Venue;
  readonly seatIds: readonly string[];
  readonly seatLimit: number;
  readonly onRelease: (seatIds: readonly string[]) => void;
  readonly onLeave: () => void;
}

/** The seats held so far, with their price, and the way to paying. */
export function Basket({ eventId, venue, seatIds, seatLimit, onRelease, onLeave }: BasketProps) {
  const speech = useSpeech();
  const { say, format } = speech;
  const text = say.seats;
  const priceOf = (seatId: string) => venue.findSeat(seatId)?.priceMinor ?? 0;
  const total = seatIds.reduce((sum, seatId) => sum + priceOf(seatId), 0);
  return (
    <section aria-labelledby="basket" className="card basket">
      <h2 id="basket">{text.yours}</h2>
      <p className="quiet">
        {text.limit(format.number(seatIds.length), format.number(seatLimit))}. {text.limitWhy}
      </p>
      {seatIds.length === 0 ? <p>{text.noneYet}</p> : null}
      <ul className="basket-seats">
        {seatIds.map((seatId) => {
          const name = seatNameById(speech, venue, seatId);
          return (
            <li key={seatId}>
              <span>{name}</span>
              <span className="amount">{format.money(priceOf(seatId), venue.currency)}</span>
              <button
                type="button"
                className="button button-quiet"
                aria-label={text.giveBackSeat(name)}
                onClick={() => onRelease([seatId])}
              >
                {text.giveBack}
              </button>
            </li>
          );
        })}
      </ul>
      {seatIds.length === 0 ? null : (
        <>
          <p className="basket-total">
            <span>{text.total}</span> <strong>{format.money(total, venue.currency)}</strong>
          </p>
          <p>
            <Link to={pathOf('checkout', eventId)} className="button button-main button-large">
              {text.toPay}
            </Link>
          </p>
        </>
      )}
      <p>
        <button type="button" className="button button-quiet" onClick={onLeave}>
          {text.giveBackAll}
        </button>
      </p>
    </section>
  );
}
