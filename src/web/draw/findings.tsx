import { useSpeech } from '../shell/index.ts';
import { Message } from '../ui/index.ts';
import type { DrawFinding } from './check-draw.ts';
import type { NotedTurn } from './published-draw.ts';

export type Result =
  | { readonly kind: 'unreadable' }
  | { readonly kind: 'wrongEvent'; readonly eventId: string }
  | Found;

interface Found {
  readonly kind: 'found';
  readonly finding: DrawFinding;
  /** The commitment to compare with; null when none is known. */
  readonly promise: string | null;
  /** Whether this browser saw it during the sale, so that it cannot have been exchanged since. */
  readonly seenHere: boolean;
  /** What the organiser's evidence says of the same buyer; undefined when it says nothing. */
  readonly noted: NotedTurn | undefined;
}

const DIGITS = 6;

/** What the check found, in words and figures. */
export function Findings({ result: { finding, promise, seenHere, noted } }: { readonly result: Found }) {
  const { say, format } = useSpeech();
  const text = say.draw;
  const holds = promise === finding.commitment;
  const at = finding.admittedAt;
  return (
    <section className="card findings">
      <Message tone={holds ? 'good' : 'bad'}>{holds ? text.commitmentHolds : text.commitmentBroken}</Message>
      {seenHere ? null : <p className="quiet">{text.commitmentUnknown}</p>}
      {finding.lotteryNumber === null ? (
        <Message tone="warning">{text.noNumber}</Message>
      ) : (
        <dl className="facts">
          <div>
            <dt>{text.number}</dt>
            <dd>{finding.lotteryNumber.toFixed(DIGITS)}</dd>
          </div>
          <div>
            <dt>{text.secret}</dt>
            <dd>{finding.shareNeeded?.toFixed(DIGITS)}</dd>
          </div>
          <div>
            <dt>{text.clockAtStart}</dt>
            <dd>{finding.clockAtStart?.toFixed(DIGITS)}</dd>
          </div>
        </dl>
      )}
      <p className="quiet">{text.numberHint}</p>
      {at === null ? (
        <p>{text.admittedNever}</p>
      ) : (
        <>
          <p>
            {text.admitted} <strong>{format.dateTimeExact(at * 1000)}</strong>
          </p>
          {noted === undefined ? <p className="quiet">{text.asPromised}</p> : null}
        </>
      )}
      {noted === undefined || finding.lotteryNumber === null ? null : <Noted noted={noted} at={at} />}
    </section>
  );
}

/** What the organiser's evidence says, beside what was computed. */
function Noted({ noted, at }: { readonly noted: NotedTurn; readonly at: number | null }) {
  const { say, format } = useSpeech();
  const text = say.draw;
  const isEarly = at === null || noted.slotStart < at;
  return (
    <Message tone={isEarly ? 'bad' : 'good'}>
      <p>
        {text.noted} <strong>{format.dateTimeExact(noted.slotStart * 1000)}</strong>
      </p>
      <p>{isEarly ? text.notedEarlier : noted.slotStart === at ? text.notedThen : text.notedLater}</p>
    </Message>
  );
}
