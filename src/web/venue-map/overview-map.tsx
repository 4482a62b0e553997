import type { Section, Venue } from '../../core/venue/plan/index.ts';
import { boundsOf } from './bounds.ts';
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
  const { left, top, right, bottom } = boundsOf(venue.sections.flatMap((section) => section.polygon));
  const size = Math.max(right - left, bottom - top);
  const pad = size * 0.02;
  const tierIndex = new Map(venue.tiers.map(({ id }, index) => [id, index]));
  return (
    <svg
      className="overview"
      role="img"
      aria-label={label}
      viewBox={`${left - pad} ${top - pad} ${right - left + 2 * pad} ${bottom - top + 2 * pad}`}
    >
      {venue.sections.map((section) => {
        const index = tierIndex.get(section.tier) ?? 0;
        const [x, y] = centreOf(section.polygon);
        const gone = isGone?.(section) === true;
        return (
          <g key={section.id} className={gone ? 'overview-gone' : tierClass(index)}>
            <title>{titleOf(section)}</title>
            <polygon
              points={section.polygon.map((point) => point.join(',')).join(' ')}
              strokeWidth={size / 500}
            />
            <text
              x={x}
              y={y}
              fontSize={size / (10 + 4 * Math.sqrt(venue.sections.length))}
              textAnchor="middle"
              dominantBaseline="central"
            >
              {gone ? '×' : index + 1}
              {hot.has(section.id) ? '★' : ''}
            </text>
          </g>
        );
      })}
    </svg>
  );
}
