import type { Bounds } from '../../venue-map/index.ts';

/** Where the map is looked at: screen = world × k + (x, y), in CSS pixels and metres. */
export interface Camera {
  readonly k: number;
  readonly x: number;
  readonly y: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** Three scales: whole sections, blocks, single seats. */
export type Scale = 'sections' | 'blocks' | 'seats';

/** Pixels per metre from which blocks and seats are drawn. A seat is about half a metre. */
const BLOCKS_FROM = 5;
const SEATS_FROM = 11;

export function scaleOf(camera: Camera): Scale {
  if (camera.k >= SEATS_FROM) return 'seats';
  return camera.k >= BLOCKS_FROM ? 'blocks' : 'sections';
}

/** Shows all of `bounds` in the middle, with a margin. */
export function fitted(bounds: Bounds, { width, height }: Size, margin = 16): Camera {
  const across = Math.max(1e-6, bounds.right - bounds.left);
  const down = Math.max(1e-6, bounds.bottom - bounds.top);
  const k = Math.max(0.01, Math.min((width - 2 * margin) / across, (height - 2 * margin) / down));
  return centred((bounds.left + bounds.right) / 2, (bounds.top + bounds.bottom) / 2, k, { width, height });
}

export function centred(worldX: number, worldY: number, k: number, { width, height }: Size): Camera {
  return { k, x: width / 2 - worldX * k, y: height / 2 - worldY * k };
}

/** The part of the world that is seen. */
export function seen({ k, x, y }: Camera, { width, height }: Size): Bounds {
  return { left: -x / k, top: -y / k, right: (width - x) / k, bottom: (height - y) / k };
}

export function toWorld({ k, x, y }: Camera, screenX: number, screenY: number): readonly [number, number] {
  return [(screenX - x) / k, (screenY - y) / k];
}

/** Between two cameras: the scale grows evenly by factors, and what is in the middle moves evenly over the world. `share` 0 to 1. */
export function between(from: Camera, to: Camera, share: number, size: Size): Camera {
  const k = from.k * (to.k / from.k) ** share;
  const [ax, ay] = toWorld(from, size.width / 2, size.height / 2);
  const [bx, by] = toWorld(to, size.width / 2, size.height / 2);
  // Seen from afar the same metre is fewer pixels, so most of the way is made while far away.
  const way = Math.abs(from.k - to.k) < 1e-9 ? share : (1 / from.k - 1 / k) / (1 / from.k - 1 / to.k);
  return centred(ax + (bx - ax) * way, ay + (by - ay) * way, k, size);
}
