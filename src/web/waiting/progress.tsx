import { useNow, useSpeech } from '../shell/index.ts';
import { clockText, timeLeft } from '../time/index.ts';
import type { WaitingView } from './use-waiting.ts';

interface ProgressProps {
  readonly view: WaitingView;
  /** Whether the sale has yet to open. */
  readonly isEarly: boolean;
  readonly slotSeconds: number;
}

/** What is known and nothing else: how long it is to the next look, how long one has waited, how often it was looked. No bar: none would be true. */
export function Progress({ view: { waiting, asking }, isEarly, slotSeconds }: ProgressProps) {
  const { say, format } = useSpeech();
  const text = say.waiting;
  const nowMs = useNow();
  const { place, since, looks } = waiting;
  if (place === null) return <p className="big-line">{text.preparing}</p>;

  const untilMs = (isEarly ? (place.opensAt ?? 0) : place.retryAt) * 1000;
  const left = timeLeft(untilMs, nowMs);
  const timeText =
    left.days > 0 ? `${say.landing.days(left.days)} ${clockText(left, 'hours')}` : clockText(left);
  const waitedFrom = Math.max(since ?? place.serverTime, place.opensAt ?? 0);
  const waitedSeconds = Math.max(0, Math.floor(nowMs / 1000) - waitedFrom);
  const proving =
    place.challenge !== null && place.challenge.bits > 0 && waiting.proof?.text !== place.challenge.text;
  return (
    <div className="card progress">
      <p className="progress-label">{isEarly ? text.opensIn : text.nextLook}</p>
      <p className="progress-clock" role="timer" aria-live="off">
        {asking || left.totalSeconds === 0 ? text.asking : timeText}
      </p>
      {isEarly ? null : <p className="quiet">{text.nextLookHint(format.duration(slotSeconds))}</p>}
      {isEarly ? null : (
        <dl className="facts">
          <div>
            <dt>{text.waited}</dt>
            <dd>{format.duration(waitedSeconds)}</dd>
          </div>
          <div>
            <dt>{text.looks}</dt>
            <dd>{format.number(looks)}</dd>
          </div>
        </dl>
      )}
      <p className="quiet">{proving ? text.proof : text.proofDone}</p>
    </div>
  );
}
