import type { Point } from '../../shared/geometry/point.ts';
import { shapeBounds } from '../../shared/labels/shape-bounds.ts';
import type { Shape } from '../../shared/labels/shape.ts';
import type { EditorState } from './editor-state.ts';
import { fitBox, keepInSight, panBy, zoomAt, type Size, type View } from './view.ts';

/** Zooming to objects stops here, so that a speck is seen with what is around it. */
const CLOSEST = 8;

/** The canvases, as far as the view depends on them. */
interface Viewport {
  readonly size: Size;
  readonly devicePixelRatio: number;
}

/** Decides which part of the image is seen. */
export class Camera {
  readonly #state: EditorState;
  readonly #viewport: Viewport;
  readonly #onMove: () => void;
  /** Nobody has moved the view since the image was fitted: another size of the canvas fits it again. */
  #isFitted = true;

  constructor(state: EditorState, viewport: Viewport, onMove: () => void) {
    this.#state = state;
    this.#viewport = viewport;
    this.#onMove = onMove;
  }

  set(view: View): void {
    this.#isFitted = false;
    this.#state.viewState.set(keepInSight(view, this.#viewport.size, this.#state.imageSize()));
    this.#onMove();
  }

  panBy(dx: number, dy: number): void {
    this.set(panBy(this.#state.view(), dx, dy));
  }

  /** Keeps the image point under `screen` where it is. */
  zoomAt(screen: Point, factor: number): void {
    this.set(zoomAt(this.#state.view(), screen, factor));
  }

  zoomBy(factor: number): void {
    this.zoomAt(this.#middle(), factor);
  }

  fit(): void {
    const { width, height } = this.#state.imageSize();
    this.set(fitBox(this.#viewport.size, { x: 0, y: 0, width, height }));
    this.#isFitted = true;
  }

  /** One image pixel on one device pixel. */
  oneToOne(): void {
    this.zoomBy(1 / this.#viewport.devicePixelRatio / this.#state.view().scale);
  }

  /** Brings objects into view, with room around them. */
  zoomTo(ids: readonly string[]): void {
    this.zoomToShapes(ids.flatMap((id) => this.#state.store.get(id)?.shape ?? []));
  }

  zoomToShapes(shapes: readonly Shape[]): void {
    const boxes = shapes.map(shapeBounds);
    if (boxes.length === 0) return;
    const x = Math.min(...boxes.map((box) => box.x));
    const y = Math.min(...boxes.map((box) => box.y));
    const right = Math.max(...boxes.map((box) => box.x + box.width));
    const bottom = Math.max(...boxes.map((box) => box.y + box.height));
    const { size } = this.#viewport;
    const margin = Math.min(size.width, size.height) / 4;
    this.set(fitBox(size, { x, y, width: right - x, height: bottom - y }, margin, CLOSEST));
  }

  /** Brings a point of the image to the middle. */
  zoomToPoint([x, y]: Point): void {
    const [middleX, middleY] = this.#middle();
    const { scale } = this.#state.view();
    this.set({ scale, x: middleX - x * scale, y: middleY - y * scale });
  }

  /** The canvases have another size. */
  resized(): void {
    if (this.#isFitted) this.fit();
    else this.set(this.#state.view());
  }

  #middle(): Point {
    const { width, height } = this.#viewport.size;
    return [width / 2, height / 2];
  }
}
