import { select } from 'd3-selection';
import { type ZoomBehavior, zoom, zoomIdentity } from 'd3-zoom';
import type { Section, VenueSeat } from '../../../core/venue/plan/index.ts';
import type { World } from '../../platform/index.ts';
import { boundsOf } from '../../venue-map/index.ts';
import { between, type Camera, centred, fitted, type Size, scaleOf, seen, toWorld } from './camera.ts';
import { type Picture, paint } from './paint.ts';

/** Pixels per metre at the closest. */
const CLOSEST = 70;
/** Pixels per metre at which single seats are chosen with ease. */
const SEATS_EASY = 30;
const GLIDE_MS = 280;
/** How far one may look beyond the venue, as a share of its longer side. */
const MARGIN_SHARE = 0.06;
/** Pixels around the finger or pointer in which a seat is looked for. */
const REACH_PX = 14;

/** The canvas of the map: zooms, pans, paints once per frame at most, and finds what is under a point. */
export class MapView {
  readonly #canvas: HTMLCanvasElement;
  readonly #drawing: CanvasRenderingContext2D;
  readonly #world: World;
  readonly #zoom: ZoomBehavior<HTMLCanvasElement, unknown>;
  #picture: Picture;
  #camera: Camera = { k: 1, x: 0, y: 0 };
  #size: Size = { width: 1, height: 1 };
  #frame = 0;
  #glide = 0;

  constructor(canvas: HTMLCanvasElement, drawing: CanvasRenderingContext2D, picture: Picture, world: World) {
    this.#canvas = canvas;
    this.#drawing = drawing;
    this.#picture = picture;
    this.#world = world;
    this.#zoom = zoom<HTMLCanvasElement, unknown>()
      .clickDistance(6)
      .filter((event: MouseEvent | TouchEvent) => !event.ctrlKey && !this.#isForThePage(event))
      .on('start', ({ sourceEvent }) => {
        if (sourceEvent) cancelAnimationFrame(this.#glide);
      })
      .on('zoom', ({ transform }) => {
        this.#camera = { k: transform.k, x: transform.x, y: transform.y };
        this.#canvas.style.touchAction = this.#showsAll() ? 'pan-y' : 'none';
        this.#paintSoon();
      });
    // A double click is two clicks on a seat, not a wish to zoom.
    select(canvas).call(this.#zoom).on('dblclick.zoom', null);
  }

  get scale() {
    return scaleOf(this.#camera);
  }

  get camera(): Camera {
    return this.#camera;
  }

  show(picture: Picture): void {
    this.#picture = picture;
    this.#paintSoon();
  }

  /** To be told whenever the canvas has another size; the first time everything is shown. */
  resize(width: number, height: number): void {
    const first = this.#size.width <= 1;
    this.#size = { width, height };
    const ratio = pixelRatio();
    this.#canvas.width = Math.round(width * ratio);
    this.#canvas.height = Math.round(height * ratio);
    const whole = this.#whole();
    this.#zoom.extent([
      [0, 0],
      [width, height],
    ]);
    this.#zoom.scaleExtent([whole.k * 0.9, Math.max(CLOSEST, whole.k)]);
    this.#zoom.translateExtent(this.#land());
    if (first) this.#jump(whole);
    else this.#paintSoon();
  }

  showAll(): void {
    this.#glideTo(this.#whole());
  }

  zoomBy(factor: number): void {
    const [x, y] = toWorld(this.#camera, this.#size.width / 2, this.#size.height / 2);
    const [least, most] = this.#zoom.scaleExtent();
    this.#glideTo(centred(x, y, Math.min(most, Math.max(least, this.#camera.k * factor)), this.#size));
  }

  panBy(shareX: number, shareY: number): void {
    const { k, x, y } = this.#camera;
    this.#glideTo({ k, x: x - shareX * this.#size.width, y: y - shareY * this.#size.height });
  }

  /** One scale closer to a section: to all of it first, then to its seats around the point. */
  approach(section: Section, x: number, y: number): void {
    const whole = fitted(boundsOf(section.polygon), this.#size);
    const close = this.#camera.k > whole.k * 0.8 || whole.k >= SEATS_EASY;
    this.#glideTo(close ? centred(x, y, Math.max(SEATS_EASY, this.#camera.k), this.#size) : whole);
  }

  /** Brings a seat into view, if it is not well inside already. */
  reveal(seat: VenueSeat): void {
    const view = seen(this.#camera, this.#size);
    const room = 60 / this.#camera.k;
    const isInView =
      seat.x > view.left + room &&
      seat.x < view.right - room &&
      seat.y > view.top + room &&
      seat.y < view.bottom - room;
    if (!isInView) this.#glideTo(centred(seat.x, seat.y, Math.max(SEATS_EASY, this.#camera.k), this.#size));
  }

  /** Shows seats from near, such as those just found for the buyer. */
  showSeats(seats: readonly VenueSeat[]): void {
    if (seats.length === 0) return;
    const around = fitted(boundsOf(seats.map(({ x, y }) => [x, y] as const)), this.#size, 80);
    this.#glideTo({ ...centredOn(seats, Math.min(around.k, SEATS_EASY), this.#size) });
  }

  seatAt(screenX: number, screenY: number): VenueSeat | undefined {
    if (this.scale !== 'seats') return undefined;
    const [x, y] = toWorld(this.#camera, screenX, screenY);
    return this.#picture.plan.seatNear(x, y, Math.min(REACH_PX / this.#camera.k, 1.2));
  }

  sectionAt(
    screenX: number,
    screenY: number,
  ): { readonly section: Section; readonly x: number; readonly y: number } | undefined {
    const [x, y] = toWorld(this.#camera, screenX, screenY);
    const section = this.#picture.plan.sectionAt(x, y);
    return section === undefined ? undefined : { section, x, y };
  }

  /** The seat nearest to the middle of what is seen. */
  middleSeat(): VenueSeat | undefined {
    const [x, y] = toWorld(this.#camera, this.#size.width / 2, this.#size.height / 2);
    return this.#picture.plan.seatNear(x, y, 40);
  }

  screenOf(seat: VenueSeat): readonly [number, number] {
    return [seat.x * this.#camera.k + this.#camera.x, seat.y * this.#camera.k + this.#camera.y];
  }

  end(): void {
    cancelAnimationFrame(this.#frame);
    cancelAnimationFrame(this.#glide);
    select(this.#canvas).on('.zoom', null);
  }

  /** While everything is shown there is nothing to pan: one finger then scrolls the page, as it does beside the map. */
  #isForThePage(event: MouseEvent | TouchEvent): boolean {
    return 'touches' in event && event.touches.length === 1 && this.#showsAll();
  }

  #showsAll(): boolean {
    return this.#camera.k <= this.#whole().k * 1.02;
  }

  #whole(): Camera {
    return fitted(this.#picture.plan.bounds, this.#size);
  }

  #jump({ k, x, y }: Camera): void {
    this.#zoom.transform(select(this.#canvas), zoomIdentity.translate(x, y).scale(k));
  }

  /** Where one may look: the venue and a little around it, as corners in metres. */
  #land(): [[number, number], [number, number]] {
    const { left, top, right, bottom } = this.#picture.plan.bounds;
    const margin = MARGIN_SHARE * Math.max(right - left, bottom - top);
    return [
      [left - margin, top - margin],
      [right + margin, bottom + margin],
    ];
  }

  /** The same look, moved so that no more than need be of it is beside the venue. */
  #onLand({ k, x, y }: Camera): Camera {
    const view: [[number, number], [number, number]] = [
      [0, 0],
      [this.#size.width, this.#size.height],
    ];
    return this.#zoom.constrain()(zoomIdentity.translate(x, y).scale(k), view, this.#land());
  }

  #glideTo(wanted: Camera): void {
    cancelAnimationFrame(this.#glide);
    const to = this.#onLand(wanted);
    if (matchMedia('(prefers-reduced-motion: reduce)').matches) {
      this.#jump(to);
      return;
    }
    const from = this.#camera;
    const startMs = this.#world.monotonicMs();
    const step = () => {
      const share = Math.min(1, (this.#world.monotonicMs() - startMs) / GLIDE_MS);
      const eased = 1 - (1 - share) ** 3;
      this.#jump(share === 1 ? to : between(from, to, eased, this.#size));
      if (share < 1) this.#glide = requestAnimationFrame(step);
    };
    this.#glide = requestAnimationFrame(step);
  }

  #paintSoon(): void {
    if (this.#frame !== 0) return;
    this.#frame = requestAnimationFrame(() => {
      this.#frame = 0;
      paint(this.#drawing, this.#picture, this.#camera, this.#size, pixelRatio());
    });
  }
}

/** Sharper than two pixels per pixel is seen by nobody, and costs an old phone its smoothness. */
function pixelRatio(): number {
  return Math.min(2, devicePixelRatio);
}

function centredOn(seats: readonly VenueSeat[], k: number, size: Size): Camera {
  const { left, top, right, bottom } = boundsOf(seats.map(({ x, y }) => [x, y] as const));
  return centred((left + right) / 2, (top + bottom) / 2, k, size);
}
