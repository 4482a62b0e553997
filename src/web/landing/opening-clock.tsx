import { useSpeech } from '../shell/index.ts';
import { clockText, type TimeLeft } from '../time/index.ts';

/** The time to the opening: large figures with their units for eyes, one plain line for ears. Not read out every second. */
export function OpeningClock({ left }: { readonly left: TimeLeft }) {
  const { say, format } = useSpeech();
  const parts = [
    left.days > 0 ? format.counted(left.days, 'day') : undefined,
    format.counted(left.hours, 'hour'),
    format.counted(left.minutes, 'minute'),
    format.counted(left.seconds, 'second'),
  ];
  const spoken = [left.days > 0 ? say.landing.days(left.days) : '', clockText(left, 'hours')];
  return (
    <div role="timer" aria-live="off" className="opening-clock">
      <span className="unseen">{spoken.join(' ').trim()}</span>
      <span className="opening-parts" aria-hidden="true">
        {parts.map((part) =>
          part === undefined ? null : (
            <span key={part[1]} className="opening-part">
              <span className="opening-figure">{part[0].padStart(2, '0')}</span>
              <span className="opening-unit">{part[1]}</span>
            </span>
          ),
        )}
      </span>
    </div>
  );
}
