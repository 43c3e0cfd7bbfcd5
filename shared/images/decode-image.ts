import sharp from 'sharp';
import { decodeBmp } from './decode-bmp.ts';
import { declaredSize } from './declared-size.ts';
import { ImageFault } from './image-fault.ts';
import { CONTENT_TYPES } from './image-format.ts';
import type { ImageFormat } from './image-format.ts';
import { isJpegCut } from './is-jpeg-cut.ts';
import { isPngCut } from './is-png-cut.ts';
import { checkPixelLimit, MAX_PIXELS } from './pixel-limit.ts';
import { readJpegSmaller } from './read-jpeg-smaller.ts';
import type { RgbImage } from './rgb-image.ts';
import { sniffImage } from './sniff-image.ts';

export interface DecodedImage {
  format: ImageFormat;
  contentType: string;
  image: RgbImage;
  /** The upright size of the file's image; `image` is smaller than that only when it was asked for. */
  fullSize: { width: number; height: number };
  /** Frames of an animation or pages of a document; only the first is read. */
  frames: number;
}

/** Images of more than `above` pixels are read smaller: at most `side` pixels long, with far less work and memory. */
export interface ReducedReading {
  side: number;
  above: number;
  /**
   * JPEGs are read at a half, a quarter or an eighth instead, whichever is the smallest with at least half of `side`: a
   * decoder does that by itself, and resampling the rest of the way would cost more than it saves. Plain ones (see
   * readJpegSmaller) become means of 2 × 2, 4 × 4 or 8 × 8 pixels; of others the decoder makes about the same.
   */
  byHalves?: boolean;
}

/**
 * Reads an image file once, to upright 8-bit RGB: EXIF orientation applied, 16 bits scaled to 8, grey and palettes
 * expanded, CMYK converted, the first frame or page of several. Transparency is dropped, so pixels have the colour
 * that is stored under it; embedded RGB profiles are not applied. Both are what OpenCV's `imread` gives, so metrics
 * agree with it.
 *
 * @throws ImageFault saying what is wrong with the file.
 */
export async function decodeImage(bytes: Uint8Array, reduced?: ReducedReading): Promise<DecodedImage> {
  const format = sniffImage(bytes);
  const declared = declaredSize(bytes, format);
  if (declared) checkPixelLimit(declared.width, declared.height);
  const contentType = CONTENT_TYPES[format];
  if (format === 'bmp') {
    const image = decodeBmp(bytes);
    return { format, contentType, image, fullSize: sizeOf(image), frames: 1 };
  }
  if (format === 'jpeg' && reduced?.byHalves === true) {
    const found = readJpegSmaller(bytes, (width, height) => {
      checkPixelLimit(width, height);
      return width * height > reduced.above ? factorOf(Math.max(width, height), reduced.side) : 1;
    });
    if (found) return { format, contentType, ...found, frames: 1 };
  }
  try {
    const facts = await sharp(bytes, { limitInputPixels: false }).metadata();
    const { width, height, space, pages = 1 } = facts;
    checkPixelLimit(width, height);
    const isReduced = reduced !== undefined && width * height > reduced.above;
    const picture = sharp(bytes, {
      limitInputPixels: MAX_PIXELS,
      sequentialRead: true,
      failOn: 'error',
      // An RGB profile would move the numbers away from OpenCV's; CMYK means nothing without one.
      ignoreIcc: space !== 'cmyk',
    }).autoOrient();
    if (isReduced) {
      const longer = Math.max(width, height);
      const side =
        reduced.byHalves === true && format === 'jpeg'
          ? Math.floor(longer / factorOf(longer, reduced.side))
          : reduced.side;
      picture.resize(side, side, { fit: 'inside', withoutEnlargement: true });
    }
    const { data, info } = await picture
      .removeAlpha()
      .toColourspace('srgb')
      .raw({ depth: 'uchar' })
      .toBuffer({ resolveWithObject: true });
    const image = { width: info.width, height: info.height, data };
    const fullSize = isReduced ? sizeOf(facts.autoOrient) : sizeOf(image);
    return { format, contentType, image, fullSize, frames: format === 'avif' ? 1 : pages };
  } catch (error) {
    if (error instanceof ImageFault) throw error;
    throw faultOf(error, format, bytes);
  }
}

function factorOf(longer: number, side: number): 1 | 2 | 4 | 8 {
  return ([8, 4, 2] as const).find((each) => longer / each >= side / 2) ?? 1;
}

function sizeOf({ width, height }: { width: number; height: number }) {
  return { width, height };
}

const CUT =
  /premature end|unexpected end|truncat|end of (file|data|stream)|not enough data|short read|partial/i;

function isCut(bytes: Uint8Array, format: ImageFormat, message: string): boolean {
  if (format === 'jpeg') return isJpegCut(bytes);
  if (format === 'png') return isPngCut(bytes);
  return CUT.test(message);
}

function faultOf(error: unknown, format: ImageFormat, bytes: Uint8Array): ImageFault {
  const message = error instanceof Error ? error.message : String(error);
  if (isCut(bytes, format, message)) {
    return new ImageFault('truncated', 'The file is cut short: the image ends before its last row.', error);
  }
  if (/unsupported|not supported/i.test(message)) {
    return new ImageFault(
      'unsupported-format',
      `This kind of ${format.toUpperCase()} cannot be read.`,
      error,
    );
  }
  return new ImageFault(
    'damaged',
    'The file is damaged: its data contradicts itself or fails its checksum.',
    error,
  );
}
