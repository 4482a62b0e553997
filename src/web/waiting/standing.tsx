import { useEffect, useRef, useState } from 'react';
import type { Standing as Told } from '../api/index.ts';
import { useServices } from '../shell/index.ts';
import { Message } from '../ui/index.ts';

interface StandingProps {
  readonly eventId: string;
  readonly standing: Told;
}

type Check = 'asked' | 'working' | 'passed' | 'failed';

/** For buyers whose requests looked like a script's: what was seen, what to do, and that the place is safe. */
export function Standing({ eventId, standing }: StandingProps) {
  const { speech } = useServices();
  const { say, format } = speech;
  const text = say.standing;
  const seen = (text.signals as Readonly<Record<string, string>>)[standing.signal] ?? standing.guidance;
  return (
    <section aria-labelledby="standing" className="card standing">
      <h2 id="standing">{text.title}</h2>
      <p>{seen}</p>
      <p>
        <strong>{text.placeKept}</strong>
        {standing.level === 2 ? ` ${text.lockedUntil(format.dateTimeExact(standing.until * 1000))}` : null}
      </p>
      {standing.humanCheck === null ? null : (
        <HumanCheck key={standing.reference} eventId={eventId} check={standing.humanCheck} />
      )}
      <p className="quiet standing-reference">{text.reference(standing.reference)}</p>
    </section>
  );
}

function HumanCheck({ eventId, check }: { eventId: string; check: NonNullable<Told['humanCheck']> }) {
  const { api, speech } = useServices();
  const text = speech.say.standing;
  const [state, setState] = useState<Check>('asked');
  const worker = useRef<Worker | undefined>(undefined);
  useEffect(() => () => worker.current?.terminate(), []);

  function begin() {
    setState('working');
    worker.current?.terminate();
    worker.current = new Worker(new URL('./human.worker.ts', import.meta.url), { type: 'module' });
    worker.current.addEventListener('message', async ({ data }: MessageEvent<string>) => {
      const outcome = data === '' ? undefined : await api.answerHumanCheck(eventId, data);
      setState(outcome?.ok === true ? 'passed' : 'failed');
    });
    worker.current.addEventListener('error', () => setState('failed'));
    worker.current.postMessage(check.parameters);
  }

  // Only the check that comes with tix is shown here; another needs pages of its own.
  if (check.kind !== 'altcha') return <Message tone="warning">{text.otherCheck}</Message>;
  return (
    <div role="status">
      {state === 'passed' ? (
        <Message tone="info">{text.passed}</Message>
      ) : (
        <>
          {state === 'failed' ? <Message tone="warning">{text.failed}</Message> : null}
          <button type="button" className="button button-main" disabled={state === 'working'} onClick={begin}>
            {state === 'working' ? text.checking : text.show}
          </button>
        </>
      )}
    </div>
  );
}
