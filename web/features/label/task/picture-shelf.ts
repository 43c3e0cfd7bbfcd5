import type { Picture } from '../../../editor/drawing/decode-picture.ts';

/** Decoded pictures are large: only the likeliest next ones wait. */
const MOST = 2;

/** Pictures decoded ahead, so that the next image is drawn in the frame in which it is asked for. */
export class PictureShelf {
  readonly #pictures = new Map<string, Picture>();

  has(assetId: string): boolean {
    return this.#pictures.has(assetId);
  }

  put(assetId: string, picture: Picture): void {
    this.#pictures.get(assetId)?.whole.close();
    this.#pictures.delete(assetId);
    this.#pictures.set(assetId, picture);
    for (const [oldest, { whole }] of this.#pictures) {
      if (this.#pictures.size <= MOST) break;
      whole.close();
      this.#pictures.delete(oldest);
    }
  }

  /** Hands a picture over: who takes it closes it. */
  take(assetId: string): Picture | undefined {
    const picture = this.#pictures.get(assetId);
    this.#pictures.delete(assetId);
    return picture;
  }
}

/** One for the whole app. */
export const pictureShelf = new PictureShelf();
