import type { Picture } from './decode-picture.ts';
import type { Size, View } from '../view.ts';

const MAX_TILES = 3;

interface Tile {
  bitmap: ImageBitmap;
  x: number;
  y: number;
  width: number;
  height: number;
}

/**
 * The picture. Small ones are one bitmap; large ones (up to 100 megapixels and more) are a reduced overview, and the
 * region on the screen is decoded at full size when the zoom asks for it.
 */
export class ImageLayer {
  readonly #onReady: () => void;
  #size: Size = { width: 1, height: 1 };
  #blob: Blob | undefined;
  #whole: ImageBitmap | undefined;
  #tiles: Tile[] = [];
  #isDecoding = false;
  #generation = 0;

  constructor(onReady: () => void) {
    this.#onReady = onReady;
  }

  get size(): Size {
    return this.#size;
  }

  get isLoaded(): boolean {
    return this.#whole !== undefined;
  }

  /** Whether single pixels can be read: the picture is in memory at its full size. */
  get isWhole(): boolean {
    return this.#whole !== undefined && this.#whole.width === this.#size.width;
  }

  /** Shows a picture, and closes it when another takes its place; undefined shows none. */
  show(picture: Picture | undefined): void {
    this.#generation++;
    this.#drop();
    this.#blob = picture?.blob;
    this.#whole = picture?.whole;
    this.#size = picture?.size ?? { width: 1, height: 1 };
    this.#onReady();
  }

  draw(context: CanvasRenderingContext2D, view: View, viewport: Size, devicePixelRatio: number): void {
    const whole = this.#whole;
    if (whole === undefined) return;
    // Above two device pixels per image pixel, pixels are shown as they are.
    context.imageSmoothingEnabled = view.scale * devicePixelRatio < 2;
    context.imageSmoothingQuality = 'low';
    const { width, height } = this.#size;
    context.drawImage(whole, view.x, view.y, width * view.scale, height * view.scale);
    const sharpness = whole.width / width;
    if (sharpness < 1 && view.scale * devicePixelRatio > sharpness * 1.2)
      this.#drawTiles(context, view, viewport);
    if (view.scale >= 14) this.#drawPixelGrid(context, view, viewport);
  }

  /** RGBA of the whole picture at full size; undefined for pictures too large to hold. */
  readPixels(): ImageData | undefined {
    if (!this.isWhole || this.#whole === undefined) return undefined;
    const canvas = new OffscreenCanvas(this.#size.width, this.#size.height);
    const context = canvas.getContext('2d', { willReadFrequently: true });
    context?.drawImage(this.#whole, 0, 0);
    return context?.getImageData(0, 0, this.#size.width, this.#size.height);
  }

  destroy(): void {
    this.#generation++;
    this.#drop();
  }

  #drop(): void {
    this.#whole?.close();
    this.#whole = undefined;
    for (const tile of this.#tiles) tile.bitmap.close();
    this.#tiles = [];
  }

  #drawTiles(context: CanvasRenderingContext2D, view: View, viewport: Size): void {
    const x0 = Math.max(0, Math.floor(-view.x / view.scale));
    const y0 = Math.max(0, Math.floor(-view.y / view.scale));
    const x1 = Math.min(this.#size.width, Math.ceil((viewport.width - view.x) / view.scale));
    const y1 = Math.min(this.#size.height, Math.ceil((viewport.height - view.y) / view.scale));
    if (x1 <= x0 || y1 <= y0) return;
    for (const { bitmap, x, y, width, height } of this.#tiles) {
      context.drawImage(
        bitmap,
        x * view.scale + view.x,
        y * view.scale + view.y,
        width * view.scale,
        height * view.scale,
      );
    }
    const isCovered = this.#tiles.some(
      (tile) => tile.x <= x0 && tile.y <= y0 && tile.x + tile.width >= x1 && tile.y + tile.height >= y1,
    );
    if (!isCovered) void this.#decodeTile(x0, y0, x1, y1);
  }

  /** Decodes the region on the screen and half as much around it. */
  async #decodeTile(x0: number, y0: number, x1: number, y1: number): Promise<void> {
    if (this.#isDecoding || this.#blob === undefined) return;
    this.#isDecoding = true;
    const generation = this.#generation;
    const padX = Math.round((x1 - x0) / 4);
    const padY = Math.round((y1 - y0) / 4);
    const x = Math.max(0, x0 - padX);
    const y = Math.max(0, y0 - padY);
    const width = Math.min(this.#size.width, x1 + padX) - x;
    const height = Math.min(this.#size.height, y1 + padY) - y;
    try {
      // Cut by drawing: the cut of `createImageBitmap` counts in the file's own pixels in Chromium, before a turned
      // picture is upright, and would show another place.
      const upright = await createImageBitmap(this.#blob, { imageOrientation: 'from-image' });
      const canvas = new OffscreenCanvas(width, height);
      canvas.getContext('2d')?.drawImage(upright, -x, -y);
      upright.close();
      const bitmap = canvas.transferToImageBitmap();
      if (generation !== this.#generation) {
        bitmap.close();
        return;
      }
      this.#tiles.push({ bitmap, x, y, width, height });
      if (this.#tiles.length > MAX_TILES) this.#tiles.shift()?.bitmap.close();
    } finally {
      this.#isDecoding = false;
    }
    this.#onReady();
  }

  #drawPixelGrid(context: CanvasRenderingContext2D, view: View, viewport: Size): void {
    const { width, height } = this.#size;
    const left = Math.max(0, view.x);
    const top = Math.max(0, view.y);
    const right = Math.min(viewport.width, view.x + width * view.scale);
    const bottom = Math.min(viewport.height, view.y + height * view.scale);
    context.beginPath();
    for (let i = Math.ceil((left - view.x) / view.scale); i <= (right - view.x) / view.scale; i++) {
      const x = Math.round(i * view.scale + view.x) + 0.5;
      context.moveTo(x, top);
      context.lineTo(x, bottom);
    }
    for (let i = Math.ceil((top - view.y) / view.scale); i <= (bottom - view.y) / view.scale; i++) {
      const y = Math.round(i * view.scale + view.y) + 0.5;
      context.moveTo(left, y);
      context.lineTo(right, y);
    }
    context.lineWidth = 1;
    context.strokeStyle = 'rgb(128 128 128 / 35%)';
    context.stroke();
  }
}
