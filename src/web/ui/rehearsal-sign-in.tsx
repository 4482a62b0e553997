import { type FormEvent, useId, useState } from 'react';
import { rememberIdentity, useServices } from '../shell/index.ts';
import { Message } from './message.tsx';

/** At a rehearsal any name will do. */
export function RehearsalSignIn({ onSignedIn }: { readonly onSignedIn: () => void }) {
  const { api, keep, speech } = useServices();
  const say = speech.say.signIn;
  const [name, setName] = useState('');
  const [trouble, setTrouble] = useState<'invalid' | 'failed'>();
  const [busy, setBusy] = useState(false);
  const field = useId();

  async function submit(event: FormEvent) {
    event.preventDefault();
    const userId = name.trim();
    if (!/^[ -~]{1,128}$/.test(userId)) return setTrouble('invalid');
    setBusy(true);
    const outcome = await api.signInForRehearsal(userId);
    setBusy(false);
    if (!outcome.ok) return setTrouble('failed');
    rememberIdentity(keep, { name: userId, sub: outcome.data.sub, expiresAt: outcome.data.expiresAt });
    onSignedIn();
  }

  return (
    <form className="sign-in" onSubmit={submit}>
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
