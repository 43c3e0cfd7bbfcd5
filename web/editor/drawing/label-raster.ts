import { LabelPainter, type PaintOptions } from './label-painter.ts';
import type { RasterAnswer, RasterOrder } from './label-raster-protocol.ts';
import type { Size, View } from '../view.ts';

/** The raster reaches beyond the viewport by this share on every side, so that small pans need no new one. */
const MARGIN = 0.25;
/** A new raster is asked for when the view has rested this long. */
const SETTLE_MS = 70;

interface Raster {
  picture: CanvasImageSource;
  view: View;
  width: number;
  height: number;
  release: () => void;
}

/**
 * The cached picture of the static labels. While the view moves, the last picture is drawn moved and scaled; when it
 * rests, the worker paints a sharp one.
 */
export class LabelRaster {
  readonly #worker: Worker | undefined;
  readonly #painter: LabelPainter | undefined;
  readonly #onReady: () => void;
  #raster: Raster | undefined;
  #isPainting = false;
  #wanted: { view: View; viewport: Size; options: PaintOptions } | undefined;
  #isDirty = true;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(onReady: () => void) {
    this.#onReady = onReady;
    const hasWorkerCanvas = typeof Worker !== 'undefined' && typeof OffscreenCanvas !== 'undefined';
    if (hasWorkerCanvas) {
      this.#worker = new Worker(new URL('./label-raster.worker.ts', import.meta.url), { type: 'module' });
      this.#worker.addEventListener('message', ({ data }: MessageEvent<RasterAnswer>) => this.#take(data));
    } else this.#painter = new LabelPainter();
  }

  /** Changes what is painted; the next `request` brings it onto the screen. */
  tell(order: Exclude<RasterOrder, { kind: 'paint' }>): void {
    this.#isDirty = true;
    if (this.#worker !== undefined) {
      this.#worker.postMessage(order);
      return;
    }
    if (order.kind === 'put') this.#painter?.put(order.list);
    else if (order.kind === 'remove') this.#painter?.remove(order.ids);
    else if (order.kind === 'clear') this.#painter?.clear();
    else this.#painter?.leaveOut(order.ids);
  }

  /** Draws the newest picture for `view`. */
  draw(context: CanvasRenderingContext2D, view: View): void {
    const raster = this.#raster;
    if (raster === undefined) return;
    const factor = view.scale / raster.view.scale;
    context.imageSmoothingEnabled = factor !== 1;
    context.drawImage(
      raster.picture,
      view.x - raster.view.x * factor,
      view.y - raster.view.y * factor,
      raster.width * factor,
      raster.height * factor,
    );
  }

  /** Asks for a picture of `view`: at once when labels changed or the old one no longer covers it, else when it rests. */
  request(view: View, viewport: Size, options: PaintOptions): void {
    this.#wanted = { view, viewport, options };
    clearTimeout(this.#timer);
    if (this.#isDirty || !this.#covers(view, viewport)) this.#paint();
    else if (!this.#isExact(view, viewport)) this.#timer = setTimeout(() => this.#paint(), SETTLE_MS);
  }

  invalidate(): void {
    this.#isDirty = true;
  }

  /** Whether the picture shows everything that it was told. */
  get isCurrent(): boolean {
    return !this.#isPainting && !this.#isDirty && this.#raster !== undefined;
  }

  destroy(): void {
    clearTimeout(this.#timer);
    this.#worker?.terminate();
    this.#raster?.release();
  }

  #paint(): void {
    if (this.#isPainting || this.#wanted === undefined) return;
    const { view, viewport, options } = this.#wanted;
    const width = Math.ceil(viewport.width * (1 + 2 * MARGIN));
    const height = Math.ceil(viewport.height * (1 + 2 * MARGIN));
    const shifted = {
      scale: view.scale,
      x: view.x + viewport.width * MARGIN,
      y: view.y + viewport.height * MARGIN,
    };
    this.#isDirty = false;
    this.#isPainting = true;
    if (this.#worker !== undefined) {
      this.#worker.postMessage({
        kind: 'paint',
        view: shifted,
        width,
        height,
        options,
      } satisfies RasterOrder);
      return;
    }
    const canvas = document.createElement('canvas');
    canvas.width = Math.round(width * options.devicePixelRatio);
    canvas.height = Math.round(height * options.devicePixelRatio);
    const context = canvas.getContext('2d');
    if (context !== null) this.#painter?.paint(context, shifted, width, height, options);
    this.#show({ picture: canvas, view: shifted, width, height, release: () => undefined });
  }

  #take({ bitmap, view, width, height }: RasterAnswer): void {
    this.#show({ picture: bitmap, view, width, height, release: () => bitmap.close() });
  }

  #show(raster: Raster): void {
    this.#raster?.release();
    this.#raster = raster;
    this.#isPainting = false;
    this.#onReady();
    const wanted = this.#wanted;
    if (wanted !== undefined) this.request(wanted.view, wanted.viewport, wanted.options);
  }

  #covers(view: View, viewport: Size): boolean {
    const raster = this.#raster;
    if (raster === undefined) return false;
    const factor = view.scale / raster.view.scale;
    if (factor > 3) return false;
    const left = view.x - raster.view.x * factor;
    const top = view.y - raster.view.y * factor;
    return (
      left <= 0 &&
      top <= 0 &&
      left + raster.width * factor >= viewport.width &&
      top + raster.height * factor >= viewport.height
    );
  }

  #isExact(view: View, viewport: Size): boolean {
    return this.#raster?.view.scale === view.scale && this.#covers(view, viewport);
  }
}
