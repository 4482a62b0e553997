import type { SaleEvent } from '../api/index.ts';
import { useSpeech } from '../shell/index.ts';
import { seatNameById, useVenue } from '../venue-map/index.ts';

interface SeatTableProps {
  readonly event: SaleEvent;
  readonly seats: readonly { readonly seatId: string; readonly tier: string; readonly priceMinor: number }[];
}

/** Seats with their prices and what they come to. Prices are those the service fixed, not the plan's. */
export function SeatTable({ event, seats }: SeatTableProps) {
  const speech = useSpeech();
  const { say, format } = speech;
  const text = say.checkout;
  const { venue } = useVenue(event.venueHash);
  const tierName = (id: string) => event.tiers.find((tier) => tier.id === id)?.name ?? id;
  const total = seats.reduce((sum, { priceMinor }) => sum + priceMinor, 0);
  return (
    <table className="seat-table">
      <caption className="unseen">{text.summary}</caption>
      <thead>
        <tr>
          <th scope="col">{text.seat}</th>
          <th scope="col">{text.tier}</th>
          <th scope="col" className="amount">
            {text.price}
          </th>
        </tr>
      </thead>
      <tbody>
        {seats.map(({ seatId, tier, priceMinor }) => (
          <tr key={seatId}>
            <th scope="row">{seatNameById(speech, venue, seatId)}</th>
            <td>{tierName(tier)}</td>
            <td className="amount">{format.money(priceMinor, event.currency)}</td>
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row" colSpan={2}>
            {text.total}
          </th>
          <td className="amount">
            <strong>{format.money(total, event.currency)}</strong>
          </td>
        </tr>
      </tfoot>
    </table>
  );
}
