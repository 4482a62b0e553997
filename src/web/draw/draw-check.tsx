import { type ChangeEvent, type FormEvent, useId, useMemo, useState } from 'react';
import type { SaleEvent } from '../api/index.ts';
import { browserHashing } from '../hashing/index.ts';
import { rememberedIdentity, useServices } from '../shell/index.ts';
import { Message, Page } from '../ui/index.ts';
import { rememberedWaiting } from '../waiting/index.ts';
import { checkDraw } from './check-draw.ts';
import { Findings, type Result } from './findings.tsx';
import { readPublishedDraw } from './published-draw.ts';

/** "Check my draw": everything is computed here, from a file that the buyer brings. */
export function DrawCheck({ event }: { readonly event: SaleEvent }) {
  const { keep, speech } = useServices();
  const text = speech.say.draw;
  const id = useId();
  const remembered = useMemo(() => rememberedWaiting(keep, event.eventId), [keep, event.eventId]);
  const [file, setFile] = useState('');
  const [sub, setSub] = useState(() => remembered?.sub ?? rememberedIdentity(keep)?.sub ?? '');
  const [since, setSince] = useState(() => String(remembered?.since ?? event.opensAt));
  const [result, setResult] = useState<Result>();

  async function open({ target }: ChangeEvent<HTMLInputElement>) {
    const chosen = target.files?.[0];
    if (chosen !== undefined) setFile(await chosen.text());
  }

  function check(submitted: FormEvent) {
    submitted.preventDefault();
    const published = readPublishedDraw(file);
    if (published === undefined) return setResult({ kind: 'unreadable' });
    if (published.rules.eventId !== event.eventId)
      return setResult({ kind: 'wrongEvent', eventId: published.rules.eventId });
    const finding = checkDraw(browserHashing, published, sub.trim(), Number(since));
    const seen = remembered?.commitment ?? null;
    setResult({ kind: 'found', finding, promise: seen ?? event.rules.commitment, seenHere: seen !== null });
  }

  return (
    <Page title={text.title} lead={<p className="lead">{event.name}</p>}>
      <p>{text.intro}</p>
      <form className="card draw" onSubmit={check}>
        <h2>{text.keys}</h2>
        <p className="quiet">{text.keysHint}</p>
        <div className="field">
          <label htmlFor={`${id}file`}>{text.open}</label>
          <input
            id={`${id}file`}
            type="file"
            accept=".json,application/json"
            onChange={(change) => void open(change)}
          />
        </div>
        <div className="field">
          <label htmlFor={`${id}text`}>{text.paste}</label>
          <textarea
            id={`${id}text`}
            rows={5}
            spellCheck={false}
            value={file}
            onChange={(change) => setFile(change.target.value)}
          />
        </div>
        <div className="field">
          <label htmlFor={`${id}sub`}>{text.who}</label>
          <input id={`${id}sub`} value={sub} required onChange={(change) => setSub(change.target.value)} />
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
            onChange={(change) => setSince(change.target.value)}
          />
          <p className="quiet">{text.sinceHint}</p>
        </div>
        <button type="submit" className="button button-main">
          {text.check}
        </button>
      </form>
      <div aria-live="polite">
        {result?.kind === 'unreadable' ? <Message tone="bad">{text.unreadable}</Message> : null}
        {result?.kind === 'wrongEvent' ? (
          <Message tone="bad">{text.wrongEvent(result.eventId)}</Message>
        ) : null}
        {result?.kind === 'found' ? <Findings result={result} /> : null}
      </div>
    </Page>
  );
}
