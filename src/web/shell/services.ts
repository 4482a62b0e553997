import { createContext, useContext } from 'react';
import type { Api } from '../api/index.ts';
import type { Speech } from '../i18n/index.ts';
import type { Keep, World } from '../platform/index.ts';
import type { ServerClock } from '../time/index.ts';

/** What every page is given. */
export interface Services {
  readonly api: Api;
  readonly world: World;
  readonly keep: Keep;
  readonly clock: ServerClock;
  readonly speech: Speech;
  /** Why signing in at the organiser's provider came to nothing, for the next sign-in to say. */
  readonly signInTrouble: SignInTrouble | undefined;
}

export type SignInTrouble = 'refused' | 'failed';

export const ServicesContext = createContext<Services | undefined>(undefined);

export function useServices(): Services {
  const services = useContext(ServicesContext);
  if (services === undefined) throw new Error('a page is shown outside of the app');
  return services;
}

export function useSpeech(): Speech {
  return useServices().speech;
}
