import { readFile } from 'node:fs/promises';
import sharp from 'sharp';
import { decodeImage } from '../../shared/images/decode-image.ts';

const SIDE = 144;

/** A small WebP as a data address for the report; undefined when the file cannot be read any more. */
export async function makeSmallThumbnail(file: string): Promise<string | undefined> {
  try {
    const { image } = await decodeImage(await readFile(file), { side: SIDE, above: 0 });
    const { width, height, data } = image;
    const webp = await sharp(data, { raw: { width, height, channels: 3 } })
      .resize(SIDE, SIDE, { fit: 'inside', withoutEnlargement: true })
      .webp({ quality: 70, effort: 1 })
      .toBuffer();
    return `data:image/webp;base64,${webp.toString('base64')}`;
  } catch {
    return undefined;
  }
}
