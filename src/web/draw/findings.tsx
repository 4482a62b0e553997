import { useSpeech } from '../shell/index.ts';
import { Message } from '../ui/index.ts';
import type { DrawFinding } from './check-draw.ts';

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
}

const DIGITS = 6;

/** What the check found, in words and figures. */
export function Findings({ result: { finding, promise, seenHere } }: { readonly result: Found }) {
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
          <p className="quiet">{text.asPromised}</p>
        </>
      )}
    </section>
  );
}
