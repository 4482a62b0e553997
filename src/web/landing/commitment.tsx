import type { SaleEvent } from '../api/index.ts';
import { pathOf, useSpeech } from '../shell/index.ts';
import { Link } from '../ui/index.ts';

export function Commitment({ event }: { readonly event: SaleEvent }) {
  const text = useSpeech().say.landing;
  const { commitment, beacon, rosterRoot } = event.rules;
  return (
    <section aria-labelledby="commitment" className="card">
      <h2 id="commitment">{text.commitmentTitle}</h2>
      {commitment === null ? (
        <p>{text.commitmentNone}</p>
      ) : (
        <>
          <p>{text.commitment}</p>
          <p>
            <code className="fingerprint">{commitment}</code>
          </p>
          {beacon === null ? null : <p>{text.beacon(beacon.round)}</p>}
          {rosterRoot === null ? null : <p>{text.roster}</p>}
        </>
      )}
      <p>
        <Link to={pathOf('draw', event.eventId)}>{text.checkDraw}</Link>
      </p>
    </section>
  );
}
