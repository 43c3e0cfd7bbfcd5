import type { Point } from '../../shared/geometry/point.ts';
import type { Box } from '../../shared/geometry/box.ts';

/**
 * Where the image lies on the screen: image pixel (0, 0) is drawn at (`x`, `y`) in CSS pixels of the viewport, and one
 * image pixel is `scale` CSS pixels wide. Device pixels come in only where canvases are sized.
 */
export interface View {
  scale: number;
  x: number;
  y: number;
}

export interface Size {
  width: number;
  height: number;
}

export const MIN_SCALE = 0.005;
export const MAX_SCALE = 128;

export function toImage(view: View, screen: Point): Point {
  return [(screen[0] - view.x) / view.scale, (screen[1] - view.y) / view.scale];
}

export function toScreen(view: View, image: Point): Point {
  return [image[0] * view.scale + view.x, image[1] * view.scale + view.y];
}

/** Zooms by `factor` so that the image point under `screen` stays where it is. */
export function zoomAt(view: View, screen: Point, factor: number): View {
  const scale = Math.min(MAX_SCALE, Math.max(MIN_SCALE, view.scale * factor));
  const real = scale / view.scale;
  return {
    scale,
    x: screen[0] - (screen[0] - view.x) * real,
    y: screen[1] - (screen[1] - view.y) * real,
  };
}

export function panBy(view: View, dx: number, dy: number): View {
  return { scale: view.scale, x: view.x + dx, y: view.y + dy };
}

/** Shows `box` (image px) whole and centred, with `margin` CSS px around it, at most `maxScale`. */
export function fitBox(viewport: Size, box: Box, margin = 16, maxScale = MAX_SCALE): View {
  const width = Math.max(1e-6, box.width);
  const height = Math.max(1e-6, box.height);
  const room = (length: number) => Math.max(1, length - 2 * margin);
  const wanted = Math.min(room(viewport.width) / width, room(viewport.height) / height);
  const scale = Math.min(maxScale, MAX_SCALE, Math.max(MIN_SCALE, wanted));
  return {
    scale,
    x: viewport.width / 2 - (box.x + box.width / 2) * scale,
    y: viewport.height / 2 - (box.y + box.height / 2) * scale,
  };
}

/** Keeps a strip of the image on the screen, so that it cannot be lost. */
export function keepInSight(view: View, viewport: Size, image: Size): View {
  const strip = 48;
  const clamp = (offset: number, length: number, room: number) =>
    Math.min(room - strip, Math.max(strip - length * view.scale, offset));
  return {
    scale: view.scale,
    x: clamp(view.x, image.width, viewport.width),
    y: clamp(view.y, image.height, viewport.height),
  };
}
