import { formatCount, formatDuration } from '../../framework/index.ts';
import { percent, plot, UNKNOWN } from '../draw/index.ts';
import {
  type DashboardState,
  type Section as SectionCounts,
  salesPace,
  seriesOf,
  takenShare,
} from '../model/index.ts';
import { type Area, In, Line, Panel } from './ink.tsx';
import { SeatBar } from './seats.tsx';

const WORD_ROWS = 6;

/** One section: what has become of its seats, how they go, and when they will be gone at this pace. */
export function Section({
  state,
  sectionId,
  area,
}: {
  readonly state: DashboardState;
  readonly sectionId: string;
  readonly area: Area;
}) {
  const section = state.snapshot.seats.sections.find((each) => each.sectionId === sectionId);
  if (section === undefined)
    return (
      <Panel title={`Section ${sectionId}`} area={area}>
        <Line> nothing is known of it any more</Line>
      </Panel>
    );
  const rows = area.rows - 1 - WORD_ROWS;
  const { spanMs, values } = seriesOf(
    state.history,
    area.columns - 11,
    ({ sections }) => sections.get(sectionId)?.available,
  );
  return (
    <Panel title={`Section ${sectionId}`} aside={`free seats, last ${formatDuration(spanMs)}`} area={area}>
      <Line>{` seats     ${formatCount(section.total)}, ${percent(takenShare(section))} of them taken`}</Line>
      <Line>
        {` free ${formatCount(section.available)}   held ${formatCount(section.held)}   in checkout ${formatCount(section.inCheckout)}   sold ${formatCount(section.sold)}`}
      </Line>
      <Line>
        {' '}
        <SeatBar seats={section} cells={area.columns - 2} />
      </Line>
      <Line>{` sells     ${paceInWords(salesPace(state.history, sectionId), section)}`}</Line>
      <Line />
      {plot({ values, rows, top: Math.max(1, section.total), mark: null }).map((line, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a row of the screen is its place
        <Line key={row}>
          {row === 0
            ? `${formatCount(section.total).padStart(7)} ┤`
            : row === rows - 1
              ? '      0 ┤'
              : '        │'}
          <In tone="live">{line}</In>
        </Line>
      ))}
    </Panel>
  );
}

function paceInWords(perMinute: number | null, { total, sold }: SectionCounts): string {
  if (sold >= total) return 'nothing any more: all are sold';
  if (perMinute === null) return UNKNOWN;
  const pace = `${perMinute < 10 ? perMinute.toFixed(1) : formatCount(perMinute)} a minute over the last two`;
  return perMinute > 0
    ? `${pace}; at this pace gone in ${formatDuration(((total - sold) / perMinute) * 60_000)}`
    : pace;
}
