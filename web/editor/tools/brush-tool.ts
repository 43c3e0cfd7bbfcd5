import type { Point } from '../../../shared/geometry/point.ts';
import type { LabelObject } from '../../../shared/labels/label-object.ts';
import { MASK_THRESHOLD, MaskBuffer } from '../shapes/mask-buffer.ts';
import { toScreen, type View } from '../view.ts';
import type { Tool, ToolHost, ToolPointer } from './tool.ts';

/**
 * Brush and eraser: paints the selected mask, or a new one when none is selected. One stroke is one step of undo. Alt
 * turns the brush into an eraser and back.
 */
export class BrushTool implements Tool {
  readonly cursor = 'none';
  readonly #host: ToolHost;
  readonly #isEraser: boolean;
  #target: LabelObject | undefined;
  #buffer: MaskBuffer | undefined;
  #picture: OffscreenCanvas | undefined;
  #last: Point | undefined;
  #hover: Point | undefined;
  #isErasing = false;

  constructor(host: ToolHost, isEraser: boolean) {
    this.#host = host;
    this.#isEraser = isEraser;
  }

  down(pointer: ToolPointer): void {
    this.#target = this.#host.selection.value
      .map((id) => this.#host.store.get(id))
      .find((object) => object?.shape.type === 'mask' && this.#host.isEditable(object));
    this.#isErasing = this.#isEraser !== pointer.alt;
    const { width, height } = this.#host.imageSize();
    const shape = this.#target?.shape;
    if (shape?.type === 'mask') this.#buffer = MaskBuffer.fromMask(shape);
    else if (this.#isErasing) return;
    else this.#buffer = new MaskBuffer(width, height);
    this.#picture = new OffscreenCanvas(width, height);
    const used = this.#buffer.used;
    if (used !== undefined) this.#refresh(used.x0, used.y0, used.x1, used.y1);
    if (this.#target !== undefined) this.#host.preview(new Map([[this.#target.id, EMPTY_SHAPE]]));
    this.#paintTo(pointer.point, pointer.point);
  }

  move(pointer: ToolPointer): void {
    this.#hover = pointer.point;
    if (this.#buffer !== undefined && this.#last !== undefined) this.#paintTo(this.#last, pointer.point);
    this.#host.redraw();
  }

  up(): void {
    const buffer = this.#buffer;
    const target = this.#target;
    this.cancel();
    if (buffer === undefined) return;
    if (buffer.isEmpty) {
      if (target !== undefined) this.#host.remove([target.id]);
    } else if (target === undefined) this.#host.create(buffer.toMask());
    else this.#host.reshape([{ object: target, shape: buffer.toMask() }]);
  }

  key({ key }: { key: string }): boolean {
    const { brushSize } = this.#host.settings;
    if (key === '[') this.#host.changeSettings({ brushSize: Math.max(1, Math.round(brushSize / 1.25)) });
    else if (key === ']')
      this.#host.changeSettings({ brushSize: Math.min(1000, Math.ceil(brushSize * 1.25)) });
    else return false;
    return true;
  }

  cancel(): boolean {
    const wasPainting = this.#buffer !== undefined;
    this.#buffer = undefined;
    this.#picture = undefined;
    this.#last = undefined;
    this.#target = undefined;
    this.#host.preview(undefined);
    return wasPainting;
  }

  paint(context: CanvasRenderingContext2D, view: View): void {
    if (this.#picture !== undefined) {
      const { width, height } = this.#picture;
      context.globalAlpha = 0.55;
      context.imageSmoothingEnabled = false;
      context.drawImage(this.#picture, view.x, view.y, width * view.scale, height * view.scale);
      context.globalAlpha = 1;
    }
    if (this.#hover === undefined) return;
    const [x, y] = toScreen(view, this.#hover);
    const radius = Math.max(1, (this.#host.settings.brushSize / 2) * view.scale);
    for (const [width, color] of [
      [3, 'rgb(0 0 0 / 50%)'],
      [1.25, '#ffffff'],
    ] as const) {
      context.beginPath();
      context.arc(x, y, radius, 0, 2 * Math.PI);
      context.lineWidth = width;
      context.strokeStyle = color;
      context.stroke();
    }
  }

  #paintTo(from: Point, to: Point): void {
    const buffer = this.#buffer;
    if (buffer === undefined) return;
    const { brushSize, brushHardness } = this.#host.settings;
    const radius = brushSize / 2;
    buffer.stroke(from, to, radius, brushHardness, this.#isErasing);
    this.#last = to;
    const x0 = Math.max(0, Math.floor(Math.min(from[0], to[0]) - radius) - 1);
    const y0 = Math.max(0, Math.floor(Math.min(from[1], to[1]) - radius) - 1);
    const x1 = Math.min(buffer.width, Math.ceil(Math.max(from[0], to[0]) + radius) + 2);
    const y1 = Math.min(buffer.height, Math.ceil(Math.max(from[1], to[1]) + radius) + 2);
    if (x1 > x0 && y1 > y0) this.#refresh(x0, y0, x1, y1);
    this.#host.redraw();
  }

  /** Brings a rectangle of the buffer into the picture on the screen. */
  #refresh(x0: number, y0: number, x1: number, y1: number): void {
    const context = this.#picture?.getContext('2d');
    const buffer = this.#buffer;
    if (context === null || context === undefined || buffer === undefined) return;
    const classId = this.#target?.classId;
    const style = classId === undefined ? this.#host.activeClass() : this.#host.classOf(classId);
    const value = Number.parseInt((style?.color ?? '#ffffff').slice(1), 16);
    const ink = (255 << 24) | ((value & 255) << 16) | (value & 0xff00) | (value >> 16);
    const picture = context.createImageData(x1 - x0, y1 - y0);
    const pixels = new Uint32Array(picture.data.buffer);
    for (let y = y0, at = 0; y < y1; y++) {
      for (let x = x0; x < x1; x++, at++) {
        if (buffer.data[y * buffer.width + x] >= MASK_THRESHOLD) pixels[at] = ink;
      }
    }
    context.putImageData(picture, x0, y0);
  }
}

/** Stands in for the mask while the brush draws it itself. */
const EMPTY_SHAPE = { type: 'polyline', points: [] as Point[] } as const;
