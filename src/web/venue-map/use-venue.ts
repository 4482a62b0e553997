import { useCallback, useMemo } from 'react';
import { openVenue, type PublicVenue, type Venue } from '../../core/venue/plan/index.ts';
import type { Failure } from '../api/index.ts';
import { usePolled, useServices } from '../shell/index.ts';

/** The venue's plan: fetched once, and from then on out of the browser's cache, for its address is its content. */
export function useVenue(venueHash: string): {
  readonly venue?: Venue;
  readonly failure?: Failure;
  readonly refresh: () => void;
} {
  const { api } = useServices();
  const ask = useCallback(() => api.venue(venueHash), [api, venueHash]);
  const { data, failure, refresh } = usePolled(ask, undefined);
  const venue = useMemo(
    // The service checked the document when it took it, and its address is the document's hash.
    () => (data === undefined ? undefined : openVenue(data as unknown as PublicVenue)),
    [data],
  );
  return {
    refresh,
    ...(venue === undefined ? {} : { venue }),
    ...(failure === undefined ? {} : { failure }),
  };
}
