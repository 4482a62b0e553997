import { type FormEvent, useMemo, useState } from 'react';
import type { SaleEvent } from '../api/index.ts';
import { browserHashing } from '../hashing/index.ts';
import { rememberedIdentity, useServices } from '../shell/index.ts';
import { EventName, Message, Page } from '../ui/index.ts';
import { rememberedWaiting } from '../waiting/index.ts';
import { checkDraw } from './check-draw.ts';
import { Findings, type Result } from './findings.tsx';
import { notedTurn, readPublishedDraw } from './published-draw.ts';
import { PublishedFile } from './published-file.tsx';
import { Waiter } from './waiter.tsx';

/** "Check my draw": everything is computed here, from a file that the buyer brings. */
export function DrawCheck({ event }: { readonly event: SaleEvent }) {
  const { keep, speech } = useServices();
  const text = speech.say.draw;
  const remembered = useMemo(() => rememberedWaiting(keep, event.eventId), [keep, event.eventId]);
  const [file, setFile] = useState('');
  const [sub, setSub] = useState(() => remembered?.sub ?? rememberedIdentity(keep)?.sub ?? '');
  const [since, setSince] = useState(() => String(remembered?.since ?? event.opensAt));
  const [result, setResult] = useState<Result>();

  function check(submitted: FormEvent) {
    submitted.preventDefault();
    const published = readPublishedDraw(file);
    const who = sub.trim();
    if (published === undefined) return setResult({ kind: 'unreadable' });
    if (published.rules.eventId !== event.eventId)
      return setResult({ kind: 'wrongEvent', eventId: published.rules.eventId });
    const noted = notedTurn(file, who);
    // A browser that never waited does not know since when: then the organiser's own note of it is asked.
    const isGuess = remembered === undefined && Number(since) === event.opensAt;
    const from = isGuess ? (noted?.iat ?? event.opensAt) : Number(since);
    const finding = checkDraw(browserHashing, published, who, from);
    const seen = remembered?.commitment ?? null;
    const promise = seen ?? event.rules.commitment;
    setResult({ kind: 'found', finding, promise, seenHere: seen !== null, noted });
  }

  return (
    <Page title={text.title} over={<EventName event={event} />}>
      <p>{text.intro}</p>
      <form className="card draw" onSubmit={check}>
        <h2>{text.keys}</h2>
        <p className="quiet">{text.keysHint}</p>
        <PublishedFile onText={setFile} />
        <Waiter
          isKnown={remembered !== undefined}
          sub={sub}
          since={since}
          onSub={setSub}
          onSince={setSince}
        />
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
