export {
  type Identity,
  onSignedIn,
  rememberedIdentity,
  rememberIdentity,
  useSignedInName,
} from './identity.ts';
export { goTo, goToPage, useRoute } from './navigation.ts';
export { type EventPage, pathOf, type Route } from './routes.ts';
export { type Services, ServicesContext, type SignInTrouble, useServices, useSpeech } from './services.ts';
export {
  beginTrip,
  nameIn,
  readReturn,
  type SignInDoors,
  type SignInProvider,
  signInAddress,
} from './sign-in-trip.ts';
export { useNow } from './use-now.ts';
export { type Polled, usePolled } from './use-polled.ts';
export { type SessionState, type SessionView, useSession } from './use-session.ts';
