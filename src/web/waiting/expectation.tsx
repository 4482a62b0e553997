import { useEffect, useState } from 'react';
import type { WaitingPlace } from '../api/index.ts';
import { useSpeech } from '../shell/index.ts';
import { steadyWait } from './steady-estimate.ts';

interface ExpectationProps {
  readonly wait: WaitingPlace['wait'];
  /** Whether there is a place at all yet. */
  readonly known: boolean;
}

/** From here on figures would say more than anybody knows. */
const LONG_SECONDS = 12 * 3600;

/** The expected wait as a range, and the odds; both from the sale's forecast, never from the buyer's own number. */
export function Expectation({ wait, known }: ExpectationProps) {
  const { say, format } = useSpeech();
  const text = say.waiting;
  const [shown, setShown] = useState(wait);
  useEffect(() => setShown((before) => steadyWait(before, wait)), [wait]);
  if (!known) return null;
  return (
    <section aria-labelledby="expect" className="card expectation">
      <h2 id="expect">{text.expect}</h2>
      {shown === null ? (
        <p>
          <strong>{text.expectNone}.</strong> <span className="quiet">{text.expectNoneHint}</span>
        </p>
      ) : (
        <>
          <p className="big-line">
            {shown.fromSeconds > LONG_SECONDS
              ? text.expectLong
              : format.durationRange(shown.fromSeconds, shown.toSeconds)}
          </p>
          <p>{shown.odds === null ? text.oddsGood : text.odds(format.number(shown.odds.oneIn))}</p>
          <p className="quiet">{text.expectHint}</p>
        </>
      )}
    </section>
  );
}
