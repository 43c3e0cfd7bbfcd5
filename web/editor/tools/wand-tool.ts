import type { Point } from '../../../shared/geometry/point.ts';
import type { Shape } from '../../../shared/labels/shape.ts';
import { floodFill } from '../shapes/flood-fill.ts';
import { MaskBuffer } from '../shapes/mask-buffer.ts';
import { maskOutline } from '../drawing/mask-outline.ts';
import type { View } from '../view.ts';
import { paintDraft } from './paint-draft.ts';
import type { Tool, ToolHost, ToolPointer } from './tool.ts';

/** Magic wand: press on a colour, drag right for more tolerance and left for less, release to keep the region. */
export class WandTool implements Tool {
  readonly cursor = 'crosshair';
  readonly #host: ToolHost;
  #pixels: ImageData | undefined;
  #start: ToolPointer | undefined;
  #tolerance = 0;
  #buffer: MaskBuffer | undefined;
  #outline: Point[][] = [];

  constructor(host: ToolHost) {
    this.#host = host;
  }

  down(pointer: ToolPointer): void {
    this.#pixels ??= this.#host.readPixels();
    this.#start = pointer;
    this.#grow(this.#host.settings.wandTolerance);
  }

  move(pointer: ToolPointer): void {
    if (this.#start === undefined) return;
    const drag = Math.round((pointer.screen[0] - this.#start.screen[0]) / 4);
    const tolerance = Math.min(255, Math.max(0, this.#host.settings.wandTolerance + drag));
    if (tolerance !== this.#tolerance) this.#grow(tolerance);
  }

  up(): void {
    const buffer = this.#buffer;
    const parts = this.#parts();
    if (this.#start !== undefined) this.#host.changeSettings({ wandTolerance: this.#tolerance });
    this.cancel();
    if (buffer === undefined) return;
    const shape: Shape | undefined =
      this.#host.activeClass()?.shape === 'polygon'
        ? parts.length > 0
          ? { type: 'polygon', parts }
          : undefined
        : buffer.toMask();
    if (shape !== undefined) this.#host.create(shape);
  }

  cancel(): boolean {
    const wasBusy = this.#start !== undefined;
    this.#start = undefined;
    this.#buffer = undefined;
    this.#outline = [];
    this.#host.redraw();
    return wasBusy;
  }

  paint(context: CanvasRenderingContext2D, view: View): void {
    const color = this.#host.activeClass()?.color ?? '#ffffff';
    for (const ring of this.#outline) paintDraft(context, view, ring, { color, isClosed: true });
  }

  #grow(tolerance: number): void {
    const start = this.#start;
    const pixels = this.#pixels;
    if (start === undefined || pixels === undefined) return;
    this.#tolerance = tolerance;
    const region = floodFill(pixels, Math.floor(start.point[0]), Math.floor(start.point[1]), tolerance);
    if (region === undefined) return;
    this.#buffer = new MaskBuffer(pixels.width, pixels.height);
    this.#buffer.fill(region.isSet, region);
    this.#outline = this.#parts().flat();
    this.#host.redraw();
  }

  #parts(): Point[][][] {
    const buffer = this.#buffer;
    return buffer === undefined ? [] : maskOutline(buffer.toCounts(), buffer.height, buffer.width);
  }
}
