import type { SaleEvent } from '../api/index.ts';
import { useSpeech } from '../shell/index.ts';
import { EventName } from './event-name.tsx';

const STAGES = ['wait', 'choose', 'pay', 'have'] as const;
type Stage = (typeof STAGES)[number];

interface JourneyProps {
  readonly event: Pick<SaleEvent, 'eventId' | 'name'>;
  readonly stage: Stage;
}

/** The event and how far one has come on the way to its tickets: stages only, for how long each takes nobody knows. */
export function Journey({ event, stage }: JourneyProps) {
  const { say } = useSpeech();
  const now = STAGES.indexOf(stage);
  return (
    <div className="journey">
      <EventName event={event} />
      <ol aria-label={say.site.journey}>
        {STAGES.map((one, index) => (
          <li
            key={one}
            className={index < now ? 'stage-done' : undefined}
            aria-current={one === stage ? 'step' : undefined}
          >
            <span className="stage-sign" aria-hidden="true">
              {index < now ? '✓' : index + 1}
            </span>
            <span className="stage-name">{say.site.stages[one]}</span>
          </li>
        ))}
      </ol>
    </div>
  );
}
