import type { Point } from '../../../shared/geometry/point.ts';
import { rotatedBoxCorners, type RotatedBox } from '../../../shared/geometry/rotated-box-corners.ts';
import type { View } from '../view.ts';
import { paintDraft } from './paint-draft.ts';
import { clampToImage, type Tool, type ToolHost, type ToolPointer } from './tool.ts';

/** The box with the edge `a`–`b` that reaches as far as `c`. */
export function rotatedBoxFromEdge(a: Point, b: Point, c: Point): RotatedBox {
  const dx = b[0] - a[0];
  const dy = b[1] - a[1];
  const length = Math.hypot(dx, dy);
  if (length === 0) return { cx: a[0], cy: a[1], width: 0, height: 0, angle: 0 };
  const nx = -dy / length;
  const ny = dx / length;
  const reach = (c[0] - a[0]) * nx + (c[1] - a[1]) * ny;
  return {
    cx: (a[0] + b[0]) / 2 + (nx * reach) / 2,
    cy: (a[1] + b[1]) / 2 + (ny * reach) / 2,
    width: length,
    height: Math.abs(reach),
    angle: (Math.atan2(dy, dx) * 180) / Math.PI,
  };
}

/** Rotated box in three clicks: both ends of one edge (or a drag along it), then how far the box reaches. */
export class RotatedBoxTool implements Tool {
  readonly cursor = 'crosshair';
  readonly #host: ToolHost;
  #points: Point[] = [];
  #hover: Point | undefined;

  constructor(host: ToolHost) {
    this.#host = host;
  }

  down(pointer: ToolPointer): void {
    const point = clampToImage(pointer.point, this.#host.imageSize());
    this.#points.push(point);
    if (this.#points.length === 3) this.#finish();
    this.#host.redraw();
  }

  move(pointer: ToolPointer): void {
    this.#hover = clampToImage(pointer.point, this.#host.imageSize());
    if (this.#points.length > 0) this.#host.redraw();
  }

  up(pointer: ToolPointer): void {
    if (this.#points.length !== 1) return;
    const [start] = this.#points;
    const point = clampToImage(pointer.point, this.#host.imageSize());
    const scale = this.#host.view().scale;
    if (Math.hypot(point[0] - start[0], point[1] - start[1]) * scale > 6) this.#points.push(point);
  }

  cancel(): boolean {
    const wasDrawing = this.#points.length > 0;
    this.#points = [];
    this.#host.redraw();
    return wasDrawing;
  }

  paint(context: CanvasRenderingContext2D, view: View): void {
    const color = this.#host.activeClass()?.color ?? '#ffffff';
    const [a, b] = this.#points;
    if (a === undefined || this.#hover === undefined) return;
    const line =
      b === undefined ? [a, this.#hover] : rotatedBoxCorners(rotatedBoxFromEdge(a, b, this.#hover));
    paintDraft(context, view, line, { color, isClosed: b !== undefined });
  }

  #finish(): void {
    const [a, b, c] = this.#points;
    this.#points = [];
    const box = rotatedBoxFromEdge(a, b, c);
    if (box.width > 0 && box.height > 0) this.#host.create({ type: 'rotatedBox', ...box });
  }
}
