import { pathOf, useNow, usePolled, useServices } from '../shell/index.ts';
import { Link, Loading, Page, ServiceDown } from '../ui/index.ts';

export function Events() {
  const { api, speech } = useServices();
  const { say, format } = speech;
  const { data, failure, refresh } = usePolled(api.events, undefined);
  const nowMs = useNow();
  if (data === undefined) return failure === undefined ? <Loading /> : <ServiceDown onRetry={refresh} />;
  return (
    <Page title={say.events.title}>
      {data.events.length === 0 ? <p>{say.events.none}</p> : null}
      <ul className="event-list">
        {data.events.map(({ eventId, name, opensAt, seatCount }) => (
          <li key={eventId}>
            <Link to={pathOf('landing', eventId)} className="card event-card">
              <strong>{name}</strong>
              <span>
                {opensAt * 1000 > nowMs
                  ? say.events.opens(format.dateTime(opensAt * 1000))
                  : say.events.opened}
              </span>
              <span className="quiet">{say.events.seats(seatCount)}</span>
            </Link>
          </li>
        ))}
      </ul>
    </Page>
  );
}
