import { useCallback, useMemo } from 'react';
import type { Section } from '../../core/venue/plan/index.ts';
import type { SaleEvent } from '../api/index.ts';
import { useNow, usePolled, useServices } from '../shell/index.ts';
import { hotSections, OverviewMap, useVenue } from '../venue-map/index.ts';

const AVAILABILITY_EVERY_MS = 5_000;

/** The venue's picture by price; after the opening with what is free, section by section. */
export function VenueOverview({ event }: { readonly event: SaleEvent }) {
  const { api, speech } = useServices();
  const { say, format } = speech;
  const text = say.landing;
  const isOpen = useNow() >= event.opensAt * 1000;
  const { venue } = useVenue(event.venueHash);
  const askAvailability = useCallback(() => api.availability(event.eventId), [api, event.eventId]);
  const availability = usePolled(askAvailability, isOpen ? AVAILABILITY_EVERY_MS : undefined).data;
  const hot = useMemo(() => (venue === undefined ? new Set<string>() : hotSections(venue)), [venue]);

  if (venue === undefined) return <p className="quiet">{text.mapLoading}</p>;
  const freeOf = new Map(availability?.sections.map(({ sectionId, available }) => [sectionId, available]));
  const priceOf = (section: Section) =>
    format.moneyRange(section.minPriceMinor, section.maxPriceMinor, venue.currency);
  const stateOf = (section: Section) => {
    const free = freeOf.get(section.id);
    if (!isOpen || free === undefined) return hot.has(section.id) ? `★ ${text.hot}` : '';
    return free === 0 ? text.gone : text.free(free);
  };

  return (
    <section aria-labelledby="venue">
      <h2 id="venue">{isOpen ? text.availabilityTitle : text.mapTitle}</h2>
      <p className="quiet">
        {isOpen && availability !== undefined
          ? text.availabilityAsOf(format.time(availability.asOfMs))
          : text.mapText}
      </p>
      <div className="columns">
        <OverviewMap
          venue={venue}
          label={`${venue.name}: ${text.mapTitle}`}
          hot={isOpen ? new Set() : hot}
          titleOf={(section) =>
            [section.name, priceOf(section), stateOf(section)].filter((part) => part !== '').join(' · ')
          }
          isGone={(section) => isOpen && freeOf.get(section.id) === 0}
        />
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
        <section className="scroller" tabIndex={0} aria-label={text.section}>
          <table>
            <thead>
              <tr>
                <th scope="col">{text.section}</th>
                <th scope="col">{text.price}</th>
                <th scope="col">{isOpen ? text.freeSeats : text.note}</th>
              </tr>
            </thead>
            <tbody>
              {venue.sections.map((section) => (
                <tr key={section.id}>
                  <th scope="row">{section.name}</th>
                  <td>{priceOf(section)}</td>
                  <td>{stateOf(section)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      </div>
    </section>
  );
}
