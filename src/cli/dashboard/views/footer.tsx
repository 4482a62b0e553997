import { Box, Text } from 'ink';
import { formatDuration } from '../../framework/index.ts';
import { timeOfDay } from '../draw/index.ts';
import type { DashboardState } from '../model/index.ts';
import { In } from './ink.tsx';

/** The last line: what went wrong, what was done, or which keys there are. */
export function Footer({ state, columns }: { readonly state: DashboardState; readonly columns: number }) {
  return (
    <Box width={columns} height={1} overflow="hidden">
      <Text wrap="truncate-end">
        {' '}
        <Said state={state} />
      </Text>
    </Box>
  );
}

function Said({ state }: { readonly state: DashboardState }) {
  const { connection, notice, nowMs } = state;
  if (notice !== null)
    return (
      <In tone={notice.tone}>
        {notice.tone === 'good' ? '✓' : '!'} {notice.text}
      </In>
    );
  if (connection.state === 'lost') {
    const retry = Math.max(0, Math.ceil((connection.retryAtMs - nowMs) / 1000));
    return (
      <In tone="bad">
        ✗ no connection since {timeOfDay(connection.sinceMs)} (
        {formatDuration(Math.max(0, Math.floor((nowMs - connection.sinceMs) / 1000)) * 1000)}):{' '}
        {connection.why}; {retry === 0 ? 'trying' : `next try in ${retry} s`}
      </In>
    );
  }
  return <Keys keys={keysFor(state)} />;
}

function Keys({ keys }: { readonly keys: readonly (readonly [key: string, does: string])[] }) {
  return keys.map(([key, does], i) => (
    <Text key={key}>
      {i === 0 ? '' : '   '}
      <Text bold>{key}</Text> {does}
    </Text>
  ));
}

function keysFor({ dialog, screen, isHelping, snapshot }: DashboardState): [string, string][] {
  if (dialog?.name === 'doors' || (dialog?.name === 'target' && dialog.isConfirming))
    return [
      ['y', 'yes'],
      ['n', 'no'],
    ];
  if (dialog?.name === 'target')
    return [
      ['0–9', 'the new target'],
      ['enter', 'go on'],
      ['esc', 'leave it as it is'],
    ];
  if (isHelping) return [['any key', 'back'], QUIT];
  if (screen.name === 'sections')
    return [
      ['↑ ↓', 'choose'],
      ['enter', 'look closer'],
      ['o', screen.order === 'venue' ? 'fullest first' : 'as in the venue'],
      ['esc', 'back'],
      QUIT,
    ];
  if (screen.name === 'section') return [['← →', 'the next section'], ['esc', 'back'], QUIT];
  const doors = snapshot.sale?.doors;
  const willPause = doors?.planned[0]?.verb === 'pause';
  return [
    ['p', doors?.state === 'paused' || willPause ? 'resume' : 'pause'],
    ['t', 'target'],
    ['f', snapshot.tuner?.frozen === true ? 'thaw the tuner' : 'freeze the tuner'],
    ['s', 'sections'],
    ['?', 'help'],
    QUIT,
  ];
}

const QUIT: [string, string] = ['q', 'quit'];
