import { Text } from 'ink';
import type { TunerStatus } from '../../../service/tuning/index.ts';
import { formatDuration } from '../../framework/index.ts';
import { rate, tauInWords, timeOfDay, wrapped } from '../draw/index.ts';
import { type DashboardState, serverNowMs } from '../model/index.ts';
import { type Area, In, Line, Panel } from './ink.tsx';

/** Who steers, and what was decided last and why. */
export function Tuner({ state, area }: { readonly state: DashboardState; readonly area: Area }) {
  const { tuner } = state.snapshot;
  const now = serverNowMs(state) / 1000;
  return (
    <Panel title="Tuner" area={area}>
      {tuner === null ? (
        <Line> ○ none has run: τ stays as it is until somebody changes it</Line>
      ) : (
        <>
          <Line>
            {' '}
            <Standing tuner={tuner} now={now} />
          </Line>
          <LastDecision tuner={tuner} now={now} area={{ ...area, rows: area.rows - 2 }} />
        </>
      )}
    </Panel>
  );
}

function Standing({ tuner, now }: { readonly tuner: TunerStatus; readonly now: number }) {
  const { frozen, leaseUntil, holder, epoch } = tuner;
  const left = Math.round(leaseUntil - now);
  const who = `${holder}, epoch ${epoch}`;
  return (
    <Text>
      {frozen ? <In tone="warn">■ frozen, τ is held; </In> : ''}
      {holder === '' ? (
        '○ none has run yet; one that starts will find this target'
      ) : left > 0 ? (
        <>
          <In tone="good">▶ at work</In>: {who}, for {formatDuration(left * 1000)} more
        </>
      ) : (
        <In tone="bad">
          ! nobody steers: {who},{' '}
          {leaseUntil === 0 ? 'was stopped' : `went ${formatDuration(-left * 1000)} ago`}
        </In>
      )}
    </Text>
  );
}

function LastDecision({
  tuner: { last },
  now,
  area,
}: {
  readonly tuner: TunerStatus;
  readonly now: number;
  readonly area: Area;
}) {
  if (last === null) return <Line> nothing was decided yet</Line>;
  const ago = formatDuration(Math.max(0, Math.round(now - last.at)) * 1000);
  const change =
    last.tauAfter === last.tauBefore
      ? `τ stays ${tauInWords(last.tauAfter)}`
      : `τ ${tauInWords(last.tauBefore)} → ${tauInWords(last.tauAfter)}`;
  const told = `${timeOfDay(last.at * 1000)} (${ago} ago) ${change}, ${rate(last.wanted)} wanted in (${last.cause}). ${last.reason}`;
  return wrapped(told, area.columns - 2, area.rows).map((line) => <Line key={line}> {line}</Line>);
}
