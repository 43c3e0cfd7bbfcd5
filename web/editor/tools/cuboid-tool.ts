import type { Point } from '../../../shared/geometry/point.ts';
import type { Shape } from '../../../shared/labels/shape.ts';
import { shapeLines } from '../drawing/shape-lines.ts';
import type { View } from '../view.ts';
import { paintDraft } from './paint-draft.ts';
import { clampToImage, type Tool, type ToolHost, type ToolPointer } from './tool.ts';

type Quad = [Point, Point, Point, Point];

const quad = ([ax, ay]: Point, [bx, by]: Point): Quad => {
  const [x0, x1] = [Math.min(ax, bx), Math.max(ax, bx)];
  const [y0, y1] = [Math.min(ay, by), Math.max(ay, by)];
  return [
    [x0, y0],
    [x1, y0],
    [x1, y1],
    [x0, y1],
  ];
};

/** A cuboid seen in the image: drag the front face, then click where its back face lies. */
export class CuboidTool implements Tool {
  readonly cursor = 'crosshair';
  readonly #host: ToolHost;
  #start: Point | undefined;
  #front: Quad | undefined;
  #hover: Point | undefined;

  constructor(host: ToolHost) {
    this.#host = host;
  }

  down(pointer: ToolPointer): void {
    const point = clampToImage(pointer.point, this.#host.imageSize());
    if (this.#front !== undefined) {
      const shape = this.#make(this.#front, point);
      this.cancel();
      this.#host.create(shape);
    } else this.#start = point;
  }

  move(pointer: ToolPointer): void {
    this.#hover = clampToImage(pointer.point, this.#host.imageSize());
    if (this.#start !== undefined || this.#front !== undefined) this.#host.redraw();
  }

  up(pointer: ToolPointer): void {
    if (this.#start === undefined) return;
    const front = quad(this.#start, clampToImage(pointer.point, this.#host.imageSize()));
    this.#start = undefined;
    if (front[0][0] < front[2][0] && front[0][1] < front[2][1]) this.#front = front;
  }

  cancel(): boolean {
    const wasDrawing = this.#start !== undefined || this.#front !== undefined;
    this.#start = undefined;
    this.#front = undefined;
    this.#host.redraw();
    return wasDrawing;
  }

  paint(context: CanvasRenderingContext2D, view: View): void {
    const color = this.#host.activeClass()?.color ?? '#ffffff';
    if (this.#hover === undefined) return;
    if (this.#start !== undefined) {
      paintDraft(context, view, quad(this.#start, this.#hover), { color, isClosed: true });
    } else if (this.#front !== undefined) {
      for (const line of shapeLines(this.#make(this.#front, this.#hover)).lines) {
        paintDraft(context, view, line, { color });
      }
    }
  }

  /** The back face: as large as the front, its centre at `centre`. */
  #make(front: Quad, centre: Point): Extract<Shape, { type: 'cuboid2d' }> {
    const dx = centre[0] - (front[0][0] + front[2][0]) / 2;
    const dy = centre[1] - (front[0][1] + front[2][1]) / 2;
    const back = front.map(([x, y]): Point => [x + dx, y + dy]) as Quad;
    return { type: 'cuboid2d', front, back };
  }
}
