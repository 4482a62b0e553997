import { Box, Text } from 'ink';
import type { SaleStatus } from '../../../service/sale/index.ts';
import { formatDuration } from '../../framework/index.ts';
import { timeOfDay } from '../draw/index.ts';
import { type DashboardState, serverNowMs } from '../model/index.ts';
import { In } from './ink.tsx';

/** What sale this is, how its doors stand, and whether the numbers are fresh. */
export function Header({ state, columns }: { readonly state: DashboardState; readonly columns: number }) {
  const { snapshot, eventId } = state;
  return (
    <Box width={columns} height={1} justifyContent="space-between" overflow="hidden">
      <Text wrap="truncate-end">
        <Text bold> {eventId}</Text>
        {'  '}
        <Doors sale={snapshot.sale} now={serverNowMs(state) / 1000} />
      </Text>
      <Box flexShrink={0}>
        <Freshness state={state} />
      </Box>
    </Box>
  );
}

const DOORS = {
  notOpened: { mark: '○', words: 'not opened', tone: 'warn' },
  open: { mark: '▶', words: 'open', tone: 'good' },
  paused: { mark: '||', words: 'paused', tone: 'warn' },
  closed: { mark: '■', words: 'closed', tone: 'warn' },
} as const;

const COMING = { open: 'opens', resume: 'goes on', pause: 'pauses', close: 'closes' } as const;

function Doors({ sale, now }: { readonly sale: SaleStatus | null; readonly now: number }) {
  if (sale === null) return <In tone="warn">○ no sale was made for this event</In>;
  const { doors, phase, rules } = sale;
  const [isBefore, isSoldOut] = [now < rules.opensAt, phase === 'soldOut'];
  const { mark, words, tone } = DOORS[doors.state];
  const since = doors.since === null || isBefore ? '' : ` since ${timeOfDay(doors.since * 1000)}`;
  const comes = doors.planned.find(({ from }) => from > now);
  return (
    <>
      <In tone={tone}>
        {mark} {isSoldOut ? 'SOLD OUT' : words.toUpperCase()}
      </In>
      {since}
      {comes === undefined ? '' : `, ${COMING[comes.verb]} ${inWords(comes.from - now)}`}
      {isBefore && comes === undefined ? `, doors ${inWords(rules.opensAt - now)}` : ''}
    </>
  );
}

function inWords(seconds: number): string {
  return `in ${formatDuration(Math.max(1, Math.round(seconds)) * 1000)}`;
}

function Freshness({ state }: { readonly state: DashboardState }) {
  const { connection, snapshot } = state;
  if (connection.state === 'lost') return <In tone="bad">✗ values of {timeOfDay(snapshot.atMs)} UTC </In>;
  const way = connection.way === 'polling' ? ' (polling)' : '';
  return (
    <Text>
      <In tone="good">●</In> live{way} {timeOfDay(serverNowMs(state))} UTC{' '}
    </Text>
  );
}
