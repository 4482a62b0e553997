import { useState } from 'react';
import type { SaleEvent } from '../api/index.ts';
import { rememberedIdentity, useServices } from '../shell/index.ts';
import { Page, SignIn } from '../ui/index.ts';
import { Waiter } from './waiter.tsx';

/** The waiting room. Who is not signed in does that first: a place belongs to a person. */
export function WaitingRoom({ event }: { readonly event: SaleEvent }) {
  const { keep, clock, speech } = useServices();
  const [identity, setIdentity] = useState(() => {
    const known = rememberedIdentity(keep);
    return known !== undefined && known.expiresAt * 1000 > clock.nowMs() ? known : undefined;
  });
  if (identity === undefined) {
    return (
      <Page title={event.name}>
        <SignIn doors={event.signIn} onSignedIn={() => setIdentity(rememberedIdentity(keep))} />
      </Page>
    );
  }
  return (
    <Waiter
      key={identity.sub}
      event={event}
      sub={identity.sub}
      lapsedText={speech.say.signIn.lapsed}
      onSignedIn={() => setIdentity(rememberedIdentity(keep))}
    />
  );
}
