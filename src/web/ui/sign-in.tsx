import { useState } from 'react';
import {
  beginTrip,
  type SignInDoors,
  type SignInProvider,
  signInAddress,
  useServices,
} from '../shell/index.ts';
import { Message } from './message.tsx';
import { RehearsalSignIn } from './rehearsal-sign-in.tsx';

interface SignInProps {
  /** What the event says of signing in. */
  readonly doors: SignInDoors;
  /** Said above the form when signing in again is needed. */
  readonly reason?: string;
  readonly onSignedIn: () => void;
}

/** Signing in, by the doors that are open here: the organiser's identity provider, any name at a rehearsal, or a link of the organiser's. */
export function SignIn({ doors, reason, onSignedIn }: SignInProps) {
  const { speech, signInTrouble } = useServices();
  const say = speech.say.signIn;
  const { provider, rehearsal } = doors;
  const hasAddress = provider !== null && provider.authorizeUrl !== null;
  return (
    <section className="card sign-in" aria-labelledby="sign-in">
      <h2 id="sign-in">{say.title}</h2>
      <p>{reason ?? say.why}</p>
      <div role="alert">
        {signInTrouble === undefined ? null : <Message tone="bad">{say[signInTrouble]}</Message>}
      </div>
      {hasAddress ? <AtProvider provider={provider} /> : null}
      {rehearsal ? <RehearsalSignIn onSignedIn={onSignedIn} /> : null}
      {hasAddress || rehearsal ? null : <Message tone="info">{say.closed}</Message>}
    </section>
  );
}

function AtProvider({ provider }: { readonly provider: SignInProvider }) {
  const { keep, world, speech } = useServices();
  const say = speech.say.signIn;
  const [going, setGoing] = useState(false);

  function go() {
    const [state, nonce] = [world.uniqueId(), world.uniqueId()];
    const address = signInAddress(provider, location.origin, state, nonce);
    if (address === undefined) return;
    beginTrip(keep, state, { nonce, returnPath: location.pathname });
    setGoing(true);
    location.assign(address);
  }

  return (
    <>
      <button type="button" className="button button-main button-large" disabled={going} onClick={go}>
        {say.atProvider}
      </button>
      <p className="quiet">{say.providerHint}</p>
    </>
  );
}
