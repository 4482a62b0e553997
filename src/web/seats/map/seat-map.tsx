import {
  type KeyboardEvent,
  type MouseEvent,
  type ReactNode,
  useEffect,
  useId,
  useMemo,
  useRef,
  useState,
} from 'react';
import type { VenueSeat } from '../../../core/venue/plan/index.ts';
import { useServices } from '../../shell/index.ts';
import { Announcer } from '../../ui/index.ts';
import { seatLine } from '../names.ts';
import type { Stock } from '../stock.ts';
import { coloursOf, onAppearance } from './colours.ts';
import { MapView } from './map-view.ts';
import { type Direction, neighbourOf } from './neighbour.ts';
import type { Picture } from './paint.ts';
import { indexPlan } from './plan-index.ts';

interface SeatMapProps {
  readonly stock: Stock;
  readonly onSeat: (seat: VenueSeat) => void;
  /** Seats to bring into view when they change: those just found for the buyer. */
  readonly highlight: readonly string[];
  /** What is said between the map and its help. */
  readonly children: ReactNode;
}

const DIRECTIONS: Readonly<Record<string, Direction>> = {
  ArrowLeft: 'left',
  ArrowRight: 'right',
  ArrowUp: 'up',
  ArrowDown: 'down',
};
const PAN: Readonly<Record<Direction, readonly [number, number]>> = {
  left: [-0.25, 0],
  right: [0.25, 0],
  up: [0, -0.25],
  down: [0, 0.25],
};
const ZOOM_STEP = 1.6;

export function SeatMap({ stock, onSeat, highlight, children }: SeatMapProps) {
  const { speech, world } = useServices();
  const text = speech.say.seats;
  const { venue } = stock;
  const canvas = useRef<HTMLCanvasElement>(null);
  const view = useRef<MapView>(undefined);
  const [marked, setMarked] = useState<VenueSeat>();
  const [pointed, setPointed] = useState<{ readonly x: number; readonly y: number }>();
  const [appearance, setAppearance] = useState(0);
  const help = useId();
  const plan = useMemo(() => indexPlan(venue), [venue]);

  const found = useMemo(() => highlight.flatMap((id) => venue.findSeat(id) ?? []), [highlight, venue]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: `appearance` is not read, but a new one means that the style sheet's colours have changed
  const picture = useMemo<Picture>(
    () => ({
      plan,
      stock,
      marked,
      found,
      format: speech.format,
      colours: coloursOf(canvas.current ?? document.documentElement),
    }),
    [plan, stock, marked, found, speech, appearance],
  );
  const latest = useRef(picture);
  latest.current = picture;

  useEffect(() => onAppearance(() => setAppearance((before) => before + 1)), []);
  useEffect(() => view.current?.show(picture), [picture]);
  useEffect(() => {
    const element = canvas.current;
    const drawing = element?.getContext('2d');
    if (element === null || !drawing) return;
    const made = new MapView(element, drawing, latest.current, world);
    view.current = made;
    const sizes = new ResizeObserver(([entry]) => {
      if (entry !== undefined && entry.contentRect.width > 0)
        made.resize(entry.contentRect.width, entry.contentRect.height);
    });
    sizes.observe(element);
    return () => {
      sizes.disconnect();
      made.end();
    };
  }, [world]);
  useEffect(() => view.current?.showSeats(found), [found]);

  function press(event: KeyboardEvent) {
    const map = view.current;
    if (map === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    const direction = DIRECTIONS[event.key];
    if (direction !== undefined) move(map, direction);
    else if (event.key === '+' || event.key === '=') map.zoomBy(ZOOM_STEP);
    else if (event.key === '-') map.zoomBy(1 / ZOOM_STEP);
    else if (event.key === '0') map.showAll();
    else if ((event.key === 'Enter' || event.key === ' ') && marked !== undefined && map.scale === 'seats')
      onSeat(marked);
    else return;
    event.preventDefault();
  }

  function move(map: MapView, direction: Direction) {
    if (map.scale !== 'seats') return map.panBy(...PAN[direction]);
    const next =
      marked === undefined ? map.middleSeat() : neighbourOf(seatsAround(marked), marked, direction);
    if (next === undefined) return map.panBy(...PAN[direction]);
    setMarked(next);
    map.reveal(next);
  }

  function seatsAround(seat: VenueSeat): readonly VenueSeat[] {
    const near = { left: seat.x - 25, right: seat.x + 25, top: seat.y - 25, bottom: seat.y + 25 };
    return plan
      .sectionsIn(near)
      .filter(({ section }) => section.kind !== 'standing')
      .flatMap(({ section }) => plan.seatsOf(section).seats);
  }

  function click(event: MouseEvent) {
    const map = view.current;
    if (map === undefined) return;
    const { offsetX, offsetY } = event.nativeEvent;
    const seat = map.seatAt(offsetX, offsetY);
    if (seat !== undefined) {
      setMarked(seat);
      return onSeat(seat);
    }
    const hit = map.sectionAt(offsetX, offsetY);
    if (hit !== undefined) map.approach(hit.section, hit.x, hit.y);
  }

  function point(event: MouseEvent) {
    if (event.buttons !== 0) return setPointed(undefined);
    const { offsetX, offsetY } = event.nativeEvent;
    setPointed({ x: offsetX, y: offsetY });
  }

  function lineAt(map: MapView, x: number, y: number): string | undefined {
    const seat = map.seatAt(x, y);
    if (seat !== undefined) return seatLine(speech, venue, seat, stock.shown(seat));
    const section = map.sectionAt(x, y)?.section;
    if (section === undefined) return undefined;
    const price = speech.format.moneyRange(section.minPriceMinor, section.maxPriceMinor, venue.currency);
    const free = stock.freeIn(section);
    return [section.name, price, free === 0 ? text.noneFree : text.freeCount(free)].join(', ');
  }

  const hint =
    pointed === undefined || view.current === undefined
      ? undefined
      : lineAt(view.current, pointed.x, pointed.y);
  const isLeft = (pointed?.x ?? 0) > (canvas.current?.clientWidth ?? 0) / 2;
  const spoken = marked === undefined ? '' : seatLine(speech, venue, marked, stock.shown(marked));
  return (
    <div className="map">
      <div className="map-tools">
        <button
          type="button"
          className="button"
          aria-label={text.zoomIn}
          onClick={() => view.current?.zoomBy(ZOOM_STEP)}
        >
          +
        </button>
        <button
          type="button"
          className="button"
          aria-label={text.zoomOut}
          onClick={() => view.current?.zoomBy(1 / ZOOM_STEP)}
        >
          −
        </button>
        <button
          type="button"
          className="button"
          aria-label={text.zoomAll}
          onClick={() => view.current?.showAll()}
        >
          ⤢
        </button>
      </div>
      <div
        className="map-stage"
        role="application"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: an application is interactive: it takes the keys its help names
        tabIndex={0}
        aria-label={text.map}
        aria-describedby={help}
        onKeyDown={press}
        onBlur={() => setPointed(undefined)}
      >
        <canvas ref={canvas} onClick={click} onMouseMove={point} onMouseLeave={() => setPointed(undefined)} />
        {hint === undefined ? null : (
          <div
            className={isLeft ? 'map-hint map-hint-left' : 'map-hint'}
            style={{ left: pointed?.x, top: pointed?.y }}
            aria-hidden="true"
          >
            {hint}
          </div>
        )}
      </div>
      {children}
      <p id={help} className="quiet map-help">
        {text.mapHelp}
      </p>
      <Announcer text={spoken} />
    </div>
  );
}
