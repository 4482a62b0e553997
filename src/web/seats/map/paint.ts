import type { Point, VenueSeat } from '../../../core/venue/plan/index.ts';
import type { Format } from '../../i18n/index.ts';
import type { Stock } from '../stock.ts';
import { type Camera, type Scale, type Size, scaleOf, seen } from './camera.ts';
import type { Colours } from './colours.ts';
import { paintSeats } from './paint-seats.ts';
import type { DrawnFeature, DrawnSection, PlanIndex } from './plan-index.ts';

export interface Picture {
  readonly plan: PlanIndex;
  readonly stock: Stock;
  readonly colours: Colours;
  readonly format: Format;
  /** The seat the keyboard is at. */
  readonly marked: VenueSeat | undefined;
  /** Seats just found for the buyer, ringed so that they are seen at once. */
  readonly found: readonly VenueSeat[];
}

type Canvas = CanvasRenderingContext2D;

const LABEL_LEAST_PX = 8;
const LABEL_MOST_PX = 15;

/** Paints what the camera sees, at the scale it sees it: sections, blocks or seats. `ratio` is device pixels per CSS pixel. */
export function paint(canvas: Canvas, picture: Picture, camera: Camera, size: Size, ratio: number): void {
  const { plan, colours } = picture;
  canvas.setTransform(ratio, 0, 0, ratio, 0, 0);
  canvas.fillStyle = colours.ground;
  canvas.fillRect(0, 0, size.width, size.height);
  const scale = scaleOf(camera);
  const view = seen(camera, size);
  const visible = plan.sectionsIn(view);
  for (const feature of plan.features) paintFeature(canvas, picture, feature, camera);
  for (const drawn of visible) paintGround(canvas, picture, drawn, camera, scale);
  if (scale === 'seats') paintFound(canvas, picture, camera);
  for (const drawn of visible) {
    const asSeats = scale === 'seats' && drawn.section.kind !== 'standing';
    if (asSeats) paintSeats(canvas, picture, drawn.section, camera, view);
    else if (scale === 'blocks' && drawn.section.kind === 'seated')
      paintBlocks(canvas, picture, drawn, camera);
    if (!asSeats) paintSectionLabel(canvas, picture, drawn, camera);
  }
  if (scale !== 'seats') paintFound(canvas, picture, camera);
}

function paintFeature(canvas: Canvas, { colours }: Picture, feature: DrawnFeature, camera: Camera): void {
  outline(canvas, feature.polygon, camera);
  canvas.fillStyle = colours[feature.kind];
  canvas.fill();
  const lines = labelFor([feature.name], feature.room * camera.k);
  if (lines === undefined) return;
  canvas.font = `600 ${lines.px}px system-ui, sans-serif`;
  canvas.textAlign = 'center';
  canvas.textBaseline = 'middle';
  canvas.fillStyle = feature.kind === 'stage' ? colours.card : colours.quiet;
  canvas.fillText(
    feature.name,
    feature.centre[0] * camera.k + camera.x,
    feature.centre[1] * camera.k + camera.y,
  );
}

/** What was found stands in a halo, behind the seats where they are shown: at least as wide as can be seen from afar. */
function paintFound(canvas: Canvas, { found, colours }: Picture, { k, x, y }: Camera): void {
  canvas.fillStyle = colours.focus;
  for (const seat of found) {
    canvas.beginPath();
    canvas.arc(seat.x * k + x, seat.y * k + y, Math.max(6, 0.25 * k + 5), 0, 2 * Math.PI);
    canvas.fill();
  }
}

/** How full a section is, as the strength of its colour; the label says it in figures. */
function strengthOf(free: number, total: number): number {
  return free === 0 ? 0 : 0.35 + 0.65 * Math.sqrt(free / Math.max(1, total));
}

function paintGround(
  canvas: Canvas,
  picture: Picture,
  drawn: DrawnSection,
  camera: Camera,
  scale: Scale,
): void {
  const { colours, stock } = picture;
  const { section, tierIndex } = drawn;
  outline(canvas, section.polygon, camera);
  const flat = scale !== 'sections' && section.kind !== 'standing';
  canvas.fillStyle = flat ? colours.card : colours.taken;
  canvas.fill();
  if (!flat) {
    canvas.globalAlpha = strengthOf(stock.freeIn(section), section.seatCount);
    canvas.fillStyle = colours.tiers[tierIndex % colours.tiers.length] ?? colours.accent;
    canvas.fill();
    canvas.globalAlpha = 1;
  }
  canvas.strokeStyle = flat ? colours.line : colours.ground;
  canvas.lineWidth = 1;
  canvas.stroke();
}

function paintBlocks(canvas: Canvas, picture: Picture, { section }: DrawnSection, camera: Camera): void {
  const { plan, stock, colours } = picture;
  const { blocks, tiers } = plan.seatsOf(section);
  for (const block of blocks) {
    outline(canvas, block.outline, camera);
    canvas.fillStyle = colours.taken;
    canvas.fill();
    canvas.globalAlpha = strengthOf(stock.freeIn(section, block.first, block.count), block.count);
    canvas.fillStyle = colours.tiers[(tiers[block.first] ?? 0) % colours.tiers.length] ?? colours.accent;
    canvas.fill();
    canvas.globalAlpha = 1;
  }
}

function paintSectionLabel(
  canvas: Canvas,
  picture: Picture,
  { section, centre, room }: DrawnSection,
  camera: Camera,
): void {
  const { stock, colours, format } = picture;
  const free = stock.freeIn(section);
  const lines = labelFor([section.name, free === 0 ? '×' : format.number(free)], room * camera.k);
  if (lines === undefined) return;
  const [sx, sy] = [centre[0] * camera.k + camera.x, centre[1] * camera.k + camera.y];
  canvas.textAlign = 'center';
  canvas.textBaseline = 'middle';
  canvas.font = `700 ${lines.px}px system-ui, sans-serif`;
  lines.texts.forEach((line, i) => {
    const at = sy + (i - (lines.texts.length - 1) / 2) * lines.px * LINE;
    // A rim in the card's colour keeps the figures readable on every strength of every colour.
    canvas.lineWidth = 3;
    canvas.strokeStyle = colours.card;
    canvas.strokeText(line, sx, at);
    canvas.fillStyle = colours.ink;
    canvas.fillText(line, sx, at);
  });
}

/** Width of a letter and height of a line, as shares of the letters' size. */
const LETTER = 0.64;
const LINE = 1.15;
/** A1 is written no larger than its neighbour A10. */
const LETTERS_LEAST = 3;

/** What fits into a circle of so many pixels across: all lines, the first alone, or nothing. */
function labelFor(
  lines: readonly string[],
  roomPx: number,
): { readonly texts: readonly string[]; readonly px: number } | undefined {
  for (const texts of [lines, lines.slice(0, 1)]) {
    const longest = Math.max(LETTERS_LEAST, ...texts.map((text) => text.length));
    const px = Math.min(LABEL_MOST_PX, roomPx / Math.hypot(LETTER * longest, LINE * texts.length));
    if (px >= LABEL_LEAST_PX) return { texts, px };
  }
  return undefined;
}

function outline(canvas: Canvas, points: readonly Point[], { k, x, y }: Camera): void {
  canvas.beginPath();
  for (const [px, py] of points) canvas.lineTo(px * k + x, py * k + y);
  canvas.closePath();
}
