import { useCallback, useEffect, useMemo, useState } from 'react';
import type { Section } from '../../core/venue/plan/index.ts';
import type { SaleEvent } from '../api/index.ts';
import { useNow, usePolled, useServices } from '../shell/index.ts';
import { hotSections, OverviewMap, TierMark, useVenue } from '../venue-map/index.ts';
import { type Looks, sellingFast, withLook } from './demand.ts';
import { Prices } from './prices.tsx';

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
  const [looks, setLooks] = useState<Looks>([]);
  useEffect(() => {
    if (availability !== undefined) setLooks((before) => withLook(before, availability));
  }, [availability]);
  // Before the opening nobody has chosen anything: then only the plan can be asked. After it, what really goes.
  const expected = useMemo(() => (venue === undefined ? new Set<string>() : hotSections(venue)), [venue]);
  const measured = useMemo(() => sellingFast(looks), [looks]);
  const hot = isOpen ? measured : expected;

  if (venue === undefined) {
    return (
      <>
        <Prices event={event} />
        <p className="quiet">{text.mapLoading}</p>
      </>
    );
  }
  const freeOf = new Map(availability?.sections.map(({ sectionId, available }) => [sectionId, available]));
  const tierIndex = new Map(venue.tiers.map(({ id }, index) => [id, index]));
  const priceOf = (section: Section) =>
    format.moneyRange(section.minPriceMinor, section.maxPriceMinor, venue.currency);
  const freeText = (section: Section) => {
    const free = isOpen ? freeOf.get(section.id) : undefined;
    return free === undefined ? '' : free === 0 ? text.gone : text.free(free);
  };
  const hotText = isOpen ? text.fast : text.hot;
  const stateOf = (section: Section) =>
    [freeText(section), hot.has(section.id) ? `★ ${hotText}` : ''].filter((part) => part !== '').join(' · ');

  return (
    <section aria-labelledby="venue">
      <h2 id="venue">{isOpen ? text.availabilityTitle : text.mapTitle}</h2>
      <p className="quiet">
        {isOpen && availability !== undefined
          ? text.availabilityAsOf(format.timeExact(availability.asOfMs))
          : text.mapText}{' '}
        {hot.size === 0 ? null : isOpen ? text.fastText : text.hotText}
      </p>
      <div className="columns venue-columns">
        <OverviewMap
          venue={venue}
          label={`${venue.name}: ${text.mapTitle}`}
          hot={hot}
          titleOf={(section) =>
            [section.name, priceOf(section), stateOf(section)].filter((part) => part !== '').join(' · ')
          }
          isGone={(section) => isOpen && freeOf.get(section.id) === 0}
        />
        <div>
          <Prices event={event} />
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
                    <th scope="row">
                      {section.tierIds.map((id) => (
                        <TierMark key={id} index={tierIndex.get(id) ?? 0} />
                      ))}
                      {section.name}
                    </th>
                    <td>{priceOf(section)}</td>
                    <td>{stateOf(section)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </section>
        </div>
      </div>
    </section>
  );
}
