import { useId } from 'react';
import { useSpeech } from '../shell/index.ts';

interface WaiterProps {
  /** Whether this browser waited itself, and so knows both. */
  readonly isKnown: boolean;
  readonly sub: string;
  /** Epoch seconds, as typed. */
  readonly since: string;
  readonly onSub: (sub: string) => void;
  readonly onSince: (since: string) => void;
}

/** Who waited, and since when: known in the browser they waited with, and to be entered elsewhere. */
export function Waiter({ isKnown, sub, since, onSub, onSince }: WaiterProps) {
  const { say, format } = useSpeech();
  const text = say.draw;
  const id = useId();
  const time = /^[0-9]{1,11}$/.test(since) ? format.dateTimeExact(Number(since) * 1000) : '';
  return (
    <details className="waiter" open={!isKnown}>
      <summary>{isKnown ? text.known(time) : text.who}</summary>
      <div className="field">
        <label htmlFor={`${id}sub`}>{text.who}</label>
        <input id={`${id}sub`} value={sub} required onChange={(change) => onSub(change.target.value)} />
        <p className="quiet">{sub === '' ? text.noIdentity : text.whoHint}</p>
      </div>
      <div className="field">
        <label htmlFor={`${id}since`}>{text.since}</label>
        <input
          id={`${id}since`}
          value={since}
          required
          inputMode="numeric"
          pattern="[0-9]+"
          onChange={(change) => onSince(change.target.value)}
        />
        <p className="quiet">
          {time === '' ? '' : `${text.sinceReadable(time)} `}
          {text.sinceHint}
        </p>
      </div>
    </details>
  );
}
