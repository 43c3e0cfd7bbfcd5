import type { Point } from '../../../shared/geometry/point.ts';
import type { Shape } from '../../../shared/labels/shape.ts';
import { shapeLines } from '../drawing/shape-lines.ts';
import type { View } from '../view.ts';
import { paintDraft } from './paint-draft.ts';
import { clampToImage, type Tool, type ToolHost, type ToolPointer } from './tool.ts';

/** A press and release closer than this (CSS px) is a click: the second corner is then set by another click. */
const CLICK_DISTANCE = 4;

/** Box and ellipse: drag from corner to corner, or click twice. Shift keeps the sides equal, Alt draws from the centre. */
export class RectangleTool implements Tool {
  readonly cursor = 'crosshair';
  readonly #host: ToolHost;
  readonly #type: 'box' | 'ellipse';
  #start: ToolPointer | undefined;
  #isSecondClick = false;
  #shape: Extract<Shape, { type: 'box' | 'ellipse' }> | undefined;

  constructor(host: ToolHost, type: 'box' | 'ellipse') {
    this.#host = host;
    this.#type = type;
  }

  down(pointer: ToolPointer): void {
    if (this.#start !== undefined) {
      this.#isSecondClick = true;
      return;
    }
    this.#start = pointer;
    this.#isSecondClick = false;
  }

  move(pointer: ToolPointer): void {
    if (this.#start === undefined) return;
    this.#shape = this.#make(this.#start.point, pointer);
    this.#host.redraw();
  }

  up(pointer: ToolPointer): void {
    const start = this.#start;
    if (start === undefined) return;
    const moved = Math.hypot(pointer.screen[0] - start.screen[0], pointer.screen[1] - start.screen[1]);
    if (moved < CLICK_DISTANCE && !this.#isSecondClick) return;
    const shape = this.#make(start.point, pointer);
    this.cancel();
    const isFlat =
      shape.type === 'box' ? shape.width === 0 || shape.height === 0 : shape.rx === 0 || shape.ry === 0;
    if (!isFlat) this.#host.create(shape);
  }

  cancel(): boolean {
    const wasDrawing = this.#start !== undefined;
    this.#start = undefined;
    this.#shape = undefined;
    this.#host.redraw();
    return wasDrawing;
  }

  paint(context: CanvasRenderingContext2D, view: View): void {
    if (this.#shape === undefined) return;
    const color = this.#host.activeClass()?.color ?? '#ffffff';
    for (const line of shapeLines(this.#shape).lines)
      paintDraft(context, view, line, { color, isClosed: true });
  }

  #make(from: Point, pointer: ToolPointer): Extract<Shape, { type: 'box' | 'ellipse' }> {
    const image = this.#host.imageSize();
    const [x0, y0] = clampToImage(from, image);
    let [x1, y1] = clampToImage(pointer.point, image);
    if (pointer.shift) {
      const side = Math.min(Math.abs(x1 - x0), Math.abs(y1 - y0));
      x1 = x0 + side * Math.sign(x1 - x0);
      y1 = y0 + side * Math.sign(y1 - y0);
    }
    const originX = pointer.alt ? 2 * x0 - x1 : x0;
    const originY = pointer.alt ? 2 * y0 - y1 : y0;
    const box = {
      x: Math.min(originX, x1),
      y: Math.min(originY, y1),
      width: Math.abs(x1 - originX),
      height: Math.abs(y1 - originY),
    };
    if (this.#type === 'box') return { type: 'box', ...box };
    const { x, y, width, height } = box;
    return {
      type: 'ellipse',
      cx: x + width / 2,
      cy: y + height / 2,
      rx: width / 2,
      ry: height / 2,
      angle: 0,
    };
  }
}
