import type { DrawList } from './draw-list.ts';
import type { View } from '../view.ts';

/** How labels look; all of it is the viewer's choice, none of it is kept with the labels. */
export interface PaintOptions {
  /** 0–1 */
  fillOpacity: number;
  /** CSS px; 0 draws no outlines. */
  outlineWidth: number;
  devicePixelRatio: number;
}

interface Item {
  color: string;
  kind: number;
  lines: Float32Array[];
  mask?: { width: number; height: number; ends: Uint32Array };
  maskImage?: { canvas: OffscreenCanvas; x: number; y: number; color: string };
  dots?: Float32Array;
  minX: number;
  minY: number;
  maxX: number;
  maxY: number;
}

type Context = OffscreenCanvasRenderingContext2D | CanvasRenderingContext2D;

function parseColor(color: string): [number, number, number] {
  const value = Number.parseInt(color.slice(1), 16);
  return [(value >> 16) & 255, (value >> 8) & 255, value & 255];
}

/** The set pixels of a mask as a small picture of its bounding box. */
function maskPicture(item: Item): Item['maskImage'] {
  const { mask } = item;
  if (mask === undefined || item.maxX <= item.minX) return undefined;
  if (item.maskImage?.color === item.color) return item.maskImage;
  const width = item.maxX - item.minX;
  const height = item.maxY - item.minY;
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d');
  if (context === null) return undefined;
  const picture = context.createImageData(width, height);
  const pixels = new Uint32Array(picture.data.buffer);
  const [r, g, b] = parseColor(item.color);
  const ink = (255 << 24) | (b << 16) | (g << 8) | r;
  for (let i = 1; i < mask.ends.length; i += 2) {
    for (let at = mask.ends[i - 1]; at < mask.ends[i]; at++) {
      const x = Math.floor(at / mask.height);
      pixels[(at - x * mask.height - item.minY) * width + x - item.minX] = ink;
    }
  }
  context.putImageData(picture, 0, 0);
  item.maskImage = { canvas, x: item.minX, y: item.minY, color: item.color };
  return item.maskImage;
}

function boundsOf(item: Item): void {
  item.minX = Infinity;
  item.minY = Infinity;
  item.maxX = -Infinity;
  item.maxY = -Infinity;
  const grow = (x: number, y: number) => {
    if (x < item.minX) item.minX = x;
    if (x > item.maxX) item.maxX = x;
    if (y < item.minY) item.minY = y;
    if (y > item.maxY) item.maxY = y;
  };
  for (const line of item.lines) for (let i = 0; i < line.length; i += 2) grow(line[i], line[i + 1]);
  if (item.dots !== undefined)
    for (let i = 0; i < item.dots.length; i += 3) grow(item.dots[i], item.dots[i + 1]);
  if (item.mask !== undefined) {
    const { ends, height } = item.mask;
    for (let i = 1; i < ends.length; i += 2) {
      if (ends[i] === ends[i - 1]) continue;
      const first = ends[i - 1];
      const last = ends[i] - 1;
      const left = Math.floor(first / height);
      const right = Math.floor(last / height);
      grow(left, left === right ? first - left * height : 0);
      grow(right + 1, left === right ? last - right * height + 1 : height);
    }
  }
}

/** Paints packed labels onto a canvas. Runs in the raster worker, or on the page where workers have no canvas. */
export class LabelPainter {
  readonly #items = new Map<string, Item>();
  #left = new Set<string>();

  /** Adds or replaces objects. */
  put(list: DrawList): void {
    let line = 0;
    let point = 0;
    list.ids.forEach((id, index) => {
      const lines: Float32Array[] = [];
      for (; line < list.objectEnds[index]; line++) {
        lines.push(list.coords.subarray(2 * point, 2 * list.lineEnds[line]));
        point = list.lineEnds[line];
      }
      const item: Item = {
        color: list.colors[index],
        kind: list.kinds[index],
        lines,
        mask: list.masks[index],
        dots: list.dots[index],
        minX: 0,
        minY: 0,
        maxX: 0,
        maxY: 0,
      };
      boundsOf(item);
      this.#items.set(id, item);
    });
  }

  remove(ids: readonly string[]): void {
    for (const id of ids) this.#items.delete(id);
  }

  clear(): void {
    this.#items.clear();
  }

  /** Objects to leave out: hidden ones, and those that the live layer draws. */
  leaveOut(ids: readonly string[]): void {
    this.#left = new Set(ids);
  }

  /** Paints everything that `view` shows on a canvas of `width` × `height` CSS px, which is cleared first. */
  paint(context: Context, view: View, width: number, height: number, options: PaintOptions): void {
    const ratio = options.devicePixelRatio;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, width, height);
    this.paintOver(context, view, width, height, options);
  }

  /** The same over what is there already, in the context's own transform. */
  paintOver(context: Context, view: View, width: number, height: number, options: PaintOptions): void {
    // Bevelled: at this width nobody sees the difference, and round joins cost half as much again.
    context.lineJoin = 'bevel';
    context.lineWidth = options.outlineWidth;
    const minX = -view.x / view.scale;
    const minY = -view.y / view.scale;
    const maxX = (width - view.x) / view.scale;
    const maxY = (height - view.y) / view.scale;
    for (const [id, item] of this.#items) {
      if (item.maxX < minX || item.minX > maxX || item.maxY < minY || item.minY > maxY) continue;
      if (this.#left.has(id)) continue;
      this.#paintItem(context, view, item, options);
    }
    context.globalAlpha = 1;
  }

  #paintItem(context: Context, view: View, item: Item, options: PaintOptions): void {
    const { scale, x: offsetX, y: offsetY } = view;
    if (item.kind === 2) {
      const picture = maskPicture(item);
      if (picture === undefined) return;
      context.globalAlpha = Math.max(0.15, options.fillOpacity * 1.5);
      context.imageSmoothingEnabled = scale < 1;
      context.drawImage(
        picture.canvas,
        picture.x * scale + offsetX,
        picture.y * scale + offsetY,
        picture.canvas.width * scale,
        picture.canvas.height * scale,
      );
      return;
    }
    context.beginPath();
    for (const line of item.lines) {
      context.moveTo(line[0] * scale + offsetX, line[1] * scale + offsetY);
      for (let i = 2; i < line.length; i += 2)
        context.lineTo(line[i] * scale + offsetX, line[i + 1] * scale + offsetY);
      if (item.kind === 1) context.closePath();
    }
    if (item.kind === 1 && options.fillOpacity > 0) {
      context.globalAlpha = options.fillOpacity;
      context.fillStyle = item.color;
      context.fill('evenodd');
    }
    context.globalAlpha = 1;
    if (options.outlineWidth > 0) {
      context.strokeStyle = item.color;
      context.stroke();
    }
    if (item.dots !== undefined) {
      context.fillStyle = item.color;
      context.strokeStyle = item.color;
      for (let i = 0; i < item.dots.length; i += 3) {
        context.beginPath();
        context.arc(item.dots[i] * scale + offsetX, item.dots[i + 1] * scale + offsetY, 3.5, 0, 2 * Math.PI);
        // Hidden points are rings.
        if (item.dots[i + 2] === 2) context.fill();
        else context.stroke();
      }
    }
  }
}
