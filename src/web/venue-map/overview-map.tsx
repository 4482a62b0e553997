import type { Point, Section, Venue } from '../../core/venue/plan/index.ts';
import { boundsOf, middleOf, wholePlan } from './bounds.ts';
import { centreOf } from './hot-sections.ts';
import { tierClass } from './tier-mark.tsx';

interface OverviewMapProps {
  readonly venue: Venue;
  readonly label: string;
  readonly hot: ReadonlySet<string>;
  /** What a pointer resting on a section is told. */
  readonly titleOf: (section: Section) => string;
  readonly isGone?: (section: Section) => boolean;
}

/** The whole venue as a picture: sections in the colour and with the number of their price tier. The same is said in text beside it. */
export function OverviewMap({ venue, label, hot, titleOf, isGone }: OverviewMapProps) {
  const { left, top, right, bottom } = boundsOf(wholePlan(venue));
  const size = Math.max(right - left, bottom - top);
  const pad = size * 0.02;
  const lettering = size / (10 + 4 * Math.sqrt(venue.sections.length));
  const tierIndex = new Map(venue.tiers.map(({ id }, index) => [id, index]));
  return (
    <svg
      className="overview"
      role="img"
      aria-label={label}
      viewBox={`${left - pad} ${top - pad} ${right - left + 2 * pad} ${bottom - top + 2 * pad}`}
    >
      {venue.document.features?.map(({ kind, name, polygon }) => (
        <g key={pointsOf(polygon)} className={`feature feature-${kind}`}>
          <polygon points={pointsOf(polygon)} />
          {name === undefined ? null : (
            <Label at={middleOf(boundsOf(polygon))} text={name} size={lettering} />
          )}
        </g>
      ))}
      {venue.sections.map((section) => {
        const gone = isGone?.(section) === true;
        const tiers = section.tierIds.map((id) => tierIndex.get(id) ?? 0);
        const text = `${gone ? '×' : tierSpan(tiers)}${hot.has(section.id) ? '★' : ''}`;
        return (
          <g
            key={section.id}
            className={gone ? 'overview-gone' : tierClass(tierIndex.get(section.tier) ?? 0)}
          >
            <title>{titleOf(section)}</title>
            <polygon points={pointsOf(section.polygon)} strokeWidth={size / 500} />
            <Label at={centreOf(section.polygon)} text={text} size={lettering} />
          </g>
        );
      })}
    </svg>
  );
}

interface LabelProps {
  readonly at: Point;
  readonly text: string;
  readonly size: number;
}

function Label({ at: [x, y], text, size }: LabelProps) {
  return (
    <text x={x} y={y} fontSize={size} textAnchor="middle" dominantBaseline="central">
      {text}
    </text>
  );
}

/** The tiers a section sells, as their numbers: `3`, or `2–4` when there are several. */
function tierSpan(indexes: readonly number[]): string {
  const [least, most] = [Math.min(...indexes) + 1, Math.max(...indexes) + 1];
  return least === most ? String(least) : `${least}–${most}`;
}

function pointsOf(polygon: readonly Point[]): string {
  return polygon.map((point) => point.join(',')).join(' ');
}
