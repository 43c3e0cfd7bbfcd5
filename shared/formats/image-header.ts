export interface ImageSize {
  /** Pixels after the EXIF orientation is applied. */
  width: number;
  height: number;
}

/**
 * The size that an image's first bytes tell, upright as EXIF says: JPEG, PNG, GIF, BMP, WebP, TIFF. `more` when the
 * answer lies behind these bytes, undefined when they are no image of these kinds. Layouts: ITU T.81 B.1, PNG 11.2.2,
 * GIF89a 18, BITMAPINFOHEADER, RFC 9649, TIFF 6.0.
 */
export function imageHeader(bytes: Uint8Array): ImageSize | 'more' | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 4) return 'more';
  if (bytes[0] === 0xff && bytes[1] === 0xd8) return jpeg(view);
  if (view.getUint32(0) === 0x89504e47) return png(view);
  if (ascii(view, 0, 3) === 'GIF')
    return view.byteLength < 10 ? 'more' : size(view.getUint16(6, true), view.getUint16(8, true));
  if (ascii(view, 0, 2) === 'BM') {
    return view.byteLength < 26
      ? 'more'
      : size(Math.abs(view.getInt32(18, true)), Math.abs(view.getInt32(22, true)));
  }
  if (ascii(view, 0, 4) === 'RIFF') return webp(view);
  const order = view.getUint32(0);
  if (order === 0x49492a00 || order === 0x4d4d002a) return tiff(view, 0).size ?? 'more';
  return undefined;
}

function size(width: number, height: number): ImageSize | undefined {
  return width > 0 && height > 0 ? { width, height } : undefined;
}

function turned(found: ImageSize | undefined, orientation: number): ImageSize | undefined {
  return found && orientation >= 5 && orientation <= 8 ? { width: found.height, height: found.width } : found;
}

function ascii(view: DataView, at: number, length: number): string {
  let text = '';
  for (let i = at; i < at + length && i < view.byteLength; i++) text += String.fromCharCode(view.getUint8(i));
  return text;
}

function jpeg(view: DataView): ImageSize | 'more' | undefined {
  let at = 2;
  let orientation = 1;
  while (at + 4 <= view.byteLength) {
    if (view.getUint8(at) !== 0xff) return undefined;
    const marker = view.getUint8(at + 1);
    if (marker === 0xff) {
      at++;
      continue;
    }
    const length = view.getUint16(at + 2);
    const isFrame = marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
    if (isFrame) {
      if (at + 9 > view.byteLength) return 'more';
      return turned(size(view.getUint16(at + 7), view.getUint16(at + 5)), orientation);
    }
    if (marker === 0xda || marker === 0xd9) return undefined;
    if (marker === 0xe1 && ascii(view, at + 4, 4) === 'Exif' && at + 2 + length <= view.byteLength) {
      orientation =
        tiff(new DataView(view.buffer, view.byteOffset + at + 10, length - 8), 0).orientation ?? 1;
    }
    at += 2 + length;
  }
  return 'more';
}

function png(view: DataView): ImageSize | 'more' | undefined {
  if (view.byteLength < 24) return 'more';
  const found = size(view.getUint32(16), view.getUint32(20));
  for (let at = 8; at + 12 <= view.byteLength;) {
    const length = view.getUint32(at);
    const type = ascii(view, at + 4, 4);
    if (type === 'IDAT') return found;
    if (type === 'eXIf' && at + 8 + length <= view.byteLength) {
      return turned(
        found,
        tiff(new DataView(view.buffer, view.byteOffset + at + 8, length), 0).orientation ?? 1,
      );
    }
    at += 12 + length;
  }
  return found;
}

function webp(view: DataView): ImageSize | 'more' | undefined {
  if (view.byteLength < 30) return 'more';
  const kind = ascii(view, 12, 4);
  if (kind === 'VP8 ') return size(view.getUint16(26, true) & 0x3fff, view.getUint16(28, true) & 0x3fff);
  if (kind === 'VP8L') {
    const bits = view.getUint32(21, true);
    return size((bits & 0x3fff) + 1, ((bits >> 14) & 0x3fff) + 1);
  }
  if (kind !== 'VP8X') return undefined;
  const found = size(1 + uint24(view, 24), 1 + uint24(view, 27));
  for (let at = 12; at + 8 <= view.byteLength;) {
    const length = view.getUint32(at + 4, true);
    if (ascii(view, at, 4) === 'EXIF' && at + 8 + length <= view.byteLength) {
      const start = ascii(view, at + 8, 4) === 'Exif' ? 14 : 8;
      return turned(
        found,
        tiff(new DataView(view.buffer, view.byteOffset + at + start, length - start + 8), 0).orientation ?? 1,
      );
    }
    at += 8 + length + (length & 1);
  }
  // EXIF stands behind the pixels; only a flag says that there is one.
  return (view.getUint8(20) & 0x08) === 0 ? found : (found ?? 'more');
}

function uint24(view: DataView, at: number): number {
  return view.getUint8(at) | (view.getUint8(at + 1) << 8) | (view.getUint8(at + 2) << 16);
}

/** The first directory of a TIFF, which is also what EXIF is. */
function tiff(view: DataView, at: number): { size?: ImageSize; orientation?: number } {
  if (view.byteLength < at + 8) return {};
  const little = view.getUint16(at) === 0x4949;
  const directory = view.getUint32(at + 4, little);
  if (directory + 2 > view.byteLength) return {};
  let width = 0;
  let height = 0;
  let orientation: number | undefined;
  for (let i = 0; i < view.getUint16(directory, little); i++) {
    const entry = directory + 2 + i * 12;
    if (entry + 12 > view.byteLength) return {};
    const tag = view.getUint16(entry, little);
    const value =
      view.getUint16(entry + 2, little) === 3
        ? view.getUint16(entry + 8, little)
        : view.getUint32(entry + 8, little);
    if (tag === 256) width = value;
    else if (tag === 257) height = value;
    else if (tag === 274) orientation = value;
  }
  return { size: turned(size(width, height), orientation ?? 1), orientation };
}
