import type { Point } from '../../../shared/geometry/point.ts';
import type { Shape } from '../../../shared/labels/shape.ts';
import { cutPolygon, joinPolygons } from '../shapes/polygon-operations.ts';
import { toScreen, type View } from '../view.ts';
import { paintDraft } from './paint-draft.ts';
import { clampToImage, type Tool, type ToolHost, type ToolPointer } from './tool.ts';

/** CSS px: how near the first point closes a polygon, and how far apart the points of a freehand stroke are. */
const CLOSE_DISTANCE = 9;
const FREEHAND_STEP = 5;

/**
 * Polygon and polyline: click point by point, or keep the button down to draw freehand. Enter, a double click or (for
 * polygons) a click on the first point ends it; Backspace takes the last point back.
 */
export class LineTool implements Tool {
  readonly cursor = 'crosshair';
  readonly #host: ToolHost;
  readonly #type: 'polygon' | 'polyline';
  #points: Point[] = [];
  #hover: Point | undefined;
  #isDown = false;
  #lastScreen: Point = [0, 0];

  constructor(host: ToolHost, type: 'polygon' | 'polyline') {
    this.#host = host;
    this.#type = type;
  }

  down(pointer: ToolPointer): void {
    const point = clampToImage(pointer.point, this.#host.imageSize());
    if (this.#type === 'polygon' && this.#points.length >= 3 && this.#isNearStart(pointer)) {
      this.#finish();
      return;
    }
    // The second press of a double click lies on the last point: not another one.
    const last = this.#points.at(-1);
    if (last === undefined || last[0] !== point[0] || last[1] !== point[1]) this.#points.push(point);
    this.#isDown = true;
    this.#lastScreen = pointer.screen;
    this.#host.redraw();
  }

  move(pointer: ToolPointer): void {
    const point = clampToImage(pointer.point, this.#host.imageSize());
    this.#hover = point;
    if (this.#points.length === 0) return;
    const { screen } = pointer;
    const far = Math.hypot(screen[0] - this.#lastScreen[0], screen[1] - this.#lastScreen[1]);
    if (this.#isDown && far >= FREEHAND_STEP) {
      this.#points.push(point);
      this.#lastScreen = screen;
    }
    this.#host.redraw();
  }

  up(): void {
    this.#isDown = false;
  }

  doubleClick(): void {
    if (this.#points.length > 1) this.#finish();
  }

  key({ key }: { key: string }): boolean {
    if (this.#points.length === 0) return false;
    if (key === 'Enter') this.#finish();
    else if (key === 'Backspace' || key === 'Delete') this.#points.pop();
    else return false;
    this.#host.redraw();
    return true;
  }

  cancel(): boolean {
    const wasDrawing = this.#points.length > 0;
    this.#points = [];
    this.#isDown = false;
    this.#host.redraw();
    return wasDrawing;
  }

  paint(context: CanvasRenderingContext2D, view: View): void {
    if (this.#points.length === 0) return;
    const color = this.#host.activeClass()?.color ?? '#ffffff';
    const shown = this.#hover === undefined ? this.#points : [...this.#points, this.#hover];
    paintDraft(context, view, shown, { color, hasDots: true });
  }

  #isNearStart({ screen }: ToolPointer): boolean {
    const [x, y] = toScreen(this.#host.view(), this.#points[0]);
    return Math.hypot(screen[0] - x, screen[1] - y) <= CLOSE_DISTANCE;
  }

  #finish(): void {
    const points = this.#points;
    if (this.#type === 'polyline') {
      if (points.length < 2) return;
      this.cancel();
      this.#host.create({ type: 'polyline', points });
      return;
    }
    if (points.length < 3) return;
    this.cancel();
    if (!this.#combine(points)) this.#host.create({ type: 'polygon', parts: [[points]] });
  }

  /** Adds the ring to the selected polygon or cuts it out, as the setting says; false when there is none. */
  #combine(ring: Point[]): boolean {
    const { polygonMode } = this.#host.settings;
    if (polygonMode === 'new') return false;
    const selected = this.#host.selection.value.flatMap((id) => {
      const object = this.#host.store.get(id);
      return object?.shape.type === 'polygon' && this.#host.isEditable(object)
        ? [{ object, shape: object.shape }]
        : [];
    });
    if (selected.length === 0) return false;
    const changed = selected.flatMap(({ object, shape }): { object: typeof object; shape: Shape }[] => {
      const result =
        polygonMode === 'add' ? joinPolygons([shape, { parts: [[ring]] }]) : cutPolygon(shape, ring);
      return result === undefined ? [] : [{ object, shape: result }];
    });
    const kept = new Set(changed.map(({ object }) => object.id));
    const gone = selected.filter(({ object }) => !kept.has(object.id)).map(({ object }) => object.id);
    if (changed.length > 0) this.#host.reshape(changed);
    if (gone.length > 0) this.#host.remove(gone);
    return true;
  }
}
