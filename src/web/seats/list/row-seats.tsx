import type { Row, Section, VenueSeat } from '../../../core/venue/plan/index.ts';
import { useSpeech } from '../../shell/index.ts';
import type { ShownState } from '../choice.ts';
import { seatLine } from '../names.ts';
import type { Stock } from '../stock.ts';

interface RowSeatsProps {
  readonly stock: Stock;
  readonly section: Section;
  readonly row: Row;
  readonly onSeat: (seat: VenueSeat) => void;
}

/** Signs of the states, for eyes; ears get the whole line. */
const SIGNS: Readonly<Record<ShownState, string>> = {
  free: '',
  mine: '✓',
  chosen: '✓',
  pending: '…',
  held: '○',
  sold: '×',
  absent: '–',
};

/** A row's seats as buttons, in order. Taken ones stay, so that neighbours can be told. */
export function RowSeats({ stock, section, row, onSeat }: RowSeatsProps) {
  const speech = useSpeech();
  const { venue } = stock;
  const seats = venue.seatsOf(section).slice(row.firstSeat, row.firstSeat + row.seatCount);
  const heading = section.kind === 'units' ? section.name : speech.say.seats.seatsOf(row.id);
  return (
    <>
      <h2>{heading}</h2>
      <ul className="seat-buttons">
        {seats.map((seat) => {
          const state = stock.shown(seat);
          const canAct = state === 'free' || state === 'mine' || state === 'chosen';
          return (
            <li key={seat.seatId}>
              <button
                type="button"
                className={`seat-button seat-${state}`}
                aria-label={seatLine(speech, venue, seat, state)}
                aria-pressed={state === 'mine' || state === 'chosen'}
                // Not "disabled": a seat that is lost while the focus is on it must not throw the focus away.
                aria-disabled={!canAct}
                onClick={() => canAct && onSeat(seat)}
              >
                <span aria-hidden="true">
                  {seat.number}
                  {seat.attributes.includes('wheelchair') ? '♿' : ''} {SIGNS[state]}
                </span>
              </button>
            </li>
          );
        })}
      </ul>
    </>
  );
}
