import type { Point } from '../../../shared/geometry/point.ts';
import type { Shape } from '../../../shared/labels/shape.ts';
import { shapeLines } from '../drawing/shape-lines.ts';
import { toScreen, type View } from '../view.ts';
import { paintDraft } from './paint-draft.ts';
import { clampToImage, type Tool, type ToolHost, type ToolPointer } from './tool.ts';

type Keypoint = Extract<Shape, { type: 'keypoints' }>['points'][number];

/**
 * Keypoints in the skeleton's order: a click sets a visible point, with Alt a hidden one; N says that a point is not
 * there. The object is made after the last point, or with Enter.
 */
export class KeypointsTool implements Tool {
  readonly cursor = 'crosshair';
  readonly #host: ToolHost;
  #points: Keypoint[] = [];
  #hover: Point | undefined;

  constructor(host: ToolHost) {
    this.#host = host;
  }

  down(pointer: ToolPointer): void {
    const [x, y] = clampToImage(pointer.point, this.#host.imageSize());
    this.#add({ x, y, visibility: pointer.alt ? 1 : 2 });
  }

  move(pointer: ToolPointer): void {
    this.#hover = clampToImage(pointer.point, this.#host.imageSize());
    this.#host.redraw();
  }

  key({ key }: { key: string }): boolean {
    if (this.#points.length === 0) return false;
    if (key === 'Enter') this.#finish();
    else if (key === 'Backspace') this.#points.pop();
    else if (key.toLowerCase() === 'n') this.#add({ x: 0, y: 0, visibility: 0 });
    else return false;
    this.#host.redraw();
    return true;
  }

  cancel(): boolean {
    const wasDrawing = this.#points.length > 0;
    this.#points = [];
    this.#host.redraw();
    return wasDrawing;
  }

  paint(context: CanvasRenderingContext2D, view: View): void {
    const active = this.#host.activeClass();
    const color = active?.color ?? '#ffffff';
    const bones = shapeLines({ type: 'keypoints', points: this.#points }, active?.skeleton).lines;
    for (const line of bones) paintDraft(context, view, line, { color });
    for (const { x, y, visibility } of this.#points) {
      if (visibility > 0) paintDraft(context, view, [[x, y]], { color, hasDots: true });
    }
    const next = active?.pointNames?.[this.#points.length];
    if (this.#hover === undefined || next === undefined) return;
    const [x, y] = toScreen(view, this.#hover);
    context.font = '12px system-ui, sans-serif';
    context.lineWidth = 3;
    context.strokeStyle = 'rgb(0 0 0 / 70%)';
    context.strokeText(next, x + 12, y - 8);
    context.fillStyle = '#ffffff';
    context.fillText(next, x + 12, y - 8);
  }

  #add(point: Keypoint): void {
    this.#points.push(point);
    const wanted = this.#host.activeClass()?.pointNames?.length ?? 1;
    if (this.#points.length >= wanted) this.#finish();
    this.#host.redraw();
  }

  #finish(): void {
    const wanted = this.#host.activeClass()?.pointNames?.length ?? this.#points.length;
    const points = this.#points;
    while (points.length < wanted) points.push({ x: 0, y: 0, visibility: 0 });
    this.#points = [];
    if (points.some(({ visibility }) => visibility > 0)) this.#host.create({ type: 'keypoints', points });
  }
}
