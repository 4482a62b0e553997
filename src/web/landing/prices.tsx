import type { SaleEvent } from '../api/index.ts';
import { useSpeech } from '../shell/index.ts';
import { TierMark } from '../venue-map/index.ts';

export function Prices({ event }: { readonly event: SaleEvent }) {
  const { say, format } = useSpeech();
  const text = say.landing;
  return (
    <section aria-labelledby="prices">
      <h3 id="prices">{text.pricesTitle}</h3>
      <table className="prices">
        <thead>
          <tr>
            <th scope="col">{text.tier}</th>
            <th scope="col" className="amount">
              {text.price}
            </th>
          </tr>
        </thead>
        <tbody>
          {event.tiers.map(({ id, name, priceMinor }, index) => (
            <tr key={id}>
              <th scope="row">
                <TierMark index={index} /> {name}
              </th>
              <td className="amount">{format.money(priceMinor, event.currency)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
