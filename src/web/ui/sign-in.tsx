import { type FormEvent, useId, useState } from 'react';
import { rememberIdentity, useServices } from '../shell/index.ts';
import { Message } from './message.tsx';

interface SignInProps {
  /** Said above the form when signing in again is needed. */
  readonly reason?: string;
  readonly onSignedIn: () => void;
}

type Trouble = 'invalid' | 'closed' | 'failed';

/** Signing in for rehearsals. At a real sale buyers come from the organiser’s identity provider with an ID token: see `app/arrival.ts`. */
export function SignIn({ reason, onSignedIn }: SignInProps) {
  const { api, keep, speech } = useServices();
  const say = speech.say.signIn;
  const [name, setName] = useState('');
  const [trouble, setTrouble] = useState<Trouble>();
  const [busy, setBusy] = useState(false);
  const field = useId();

  async function submit(event: FormEvent) {
    event.preventDefault();
    const userId = name.trim();
    if (!/^[ -~]{1,128}$/.test(userId)) return setTrouble('invalid');
    setBusy(true);
    const outcome = await api.signInForRehearsal(userId);
    setBusy(false);
    if (outcome.ok) {
      rememberIdentity(keep, { name: userId, sub: outcome.data.sub, expiresAt: outcome.data.expiresAt });
      return onSignedIn();
    }
    const closed = outcome.failure.code === 'NOT_FOUND' || outcome.failure.code === 'METHOD_NOT_ALLOWED';
    setTrouble(closed ? 'closed' : 'failed');
  }

  return (
    <form className="card sign-in" onSubmit={submit}>
      <h2>{say.title}</h2>
      <p>{reason ?? say.why}</p>
      <p className="quiet">{say.rehearsal}</p>
      <label htmlFor={field}>{say.name}</label>
      <input
        id={field}
        value={name}
        onChange={(event) => setName(event.target.value)}
        autoComplete="username"
        maxLength={128}
        required
        aria-invalid={trouble === 'invalid'}
        aria-describedby={trouble === undefined ? undefined : `${field}-trouble`}
      />
      <div id={`${field}-trouble`} role="alert">
        {trouble === undefined ? null : <Message tone="bad">{say[trouble]}</Message>}
      </div>
      <button type="submit" className="button button-main" disabled={busy}>
        {say.submit}
      </button>
    </form>
  );
}
