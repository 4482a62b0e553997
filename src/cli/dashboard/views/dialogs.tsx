import { Text } from 'ink';
import { formatCount } from '../../framework/index.ts';
import type { DashboardState, Dialog, ForecastState } from '../model/index.ts';
import { type Area, In, Line, Panel } from './ink.tsx';

/** A question to the operator, in place of the lower panels. */
export function Question({
  state,
  dialog,
  area,
}: {
  readonly state: DashboardState;
  readonly dialog: Dialog;
  readonly area: Area;
}) {
  return dialog.name === 'doors' ? (
    <Doors verb={dialog.verb} area={area} />
  ) : (
    <Target state={state} dialog={dialog} area={area} />
  );
}

const DOORS = {
  pause: [
    'As soon as every edge can know, nobody is let in any more.',
    'Nobody loses their place: the sale clock stands still meanwhile.',
    'Those who are in go on shopping.',
  ],
  resume: [
    'As soon as every edge can know, people are let in again.',
    'They come in the order they would have; the end of the pause is no rush.',
  ],
} as const;

function Doors({ verb, area }: { readonly verb: 'pause' | 'resume'; readonly area: Area }) {
  const asked = verb === 'pause' ? 'Pause the sale?' : 'Resume the sale?';
  return (
    <Panel title={asked} area={area}>
      <Line />
      {DOORS[verb].map((line) => (
        <Line key={line}> {line}</Line>
      ))}
      <Line />
      <Line>
        <Text bold> {asked} y yes, n no</Text>
      </Line>
    </Panel>
  );
}

function Target({
  state,
  dialog,
  area,
}: {
  readonly state: DashboardState;
  readonly dialog: Extract<Dialog, { name: 'target' }>;
  readonly area: Area;
}) {
  const { tuner, sessions } = state.snapshot;
  const now = tuner === null ? 'none is set' : `${formatCount(tuner.target)} today`;
  const typed = dialog.digits === '' ? '' : formatCount(Number(dialog.digits));
  const isAboveCap = Number(dialog.digits) > sessions.softCap;
  return (
    <Panel title="Change the target" aside={now} area={area}>
      <Line />
      <Line>
        {' live sessions to hold: '}
        <Text bold>{typed}</Text>
        {dialog.isConfirming ? '' : '▏'}
        {isAboveCap ? (
          <In tone="warn">{`  ! the service lets at most ${formatCount(sessions.softCap)} in`}</In>
        ) : (
          ''
        )}
      </Line>
      <Line />
      <Forecast forecast={dialog.forecast} today={tuner?.target ?? null} />
      <Line />
      {dialog.isConfirming ? (
        <Line>
          <Text bold>{` Hold ${typed} shoppers from the tuner’s next turn on? y yes, n no`}</Text>
        </Line>
      ) : null}
    </Panel>
  );
}

function Forecast({ forecast, today }: { readonly forecast: ForecastState; readonly today: number | null }) {
  switch (forecast.state) {
    case 'none':
      return <Line> type a number to see what it would do</Line>;
    case 'asked':
      return <Line>{` working out what ${formatCount(forecast.target)} would do …`}</Line>;
    case 'failed':
      return (
        <Line>
          {' '}
          <In tone="warn">! no forecast: {forecast.why}</In>
        </Line>
      );
    case 'known':
      return (
        <>
          <Line>
            <Text bold>
              {cells('', today === null ? 'today' : formatCount(today), formatCount(forecast.target))}
            </Text>
          </Line>
          {forecast.lines.map(({ what, today: now, proposed }) => (
            <Line key={what}>{cells(what, now, proposed)}</Line>
          ))}
        </>
      );
  }
}

function cells(what: string, today: string, proposed: string): string {
  return ` ${what.padEnd(32)}${today.padStart(22)}${proposed.padStart(22)}`;
}
