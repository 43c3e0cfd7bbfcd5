import { ImageFault } from './image-fault.ts';
import type { ImageFormat } from './image-format.ts';

/** How far into a file an `<svg` may begin: after an XML head, a doctype and comments. */
const TEXT_WINDOW = 4096;

/** Other things that end up in image folders: [what it is, first bytes in Latin-1]. */
const OTHER_FILES: [what: string, magic: string][] = [
  ['a PDF document', '%PDF'],
  ['a ZIP archive', 'PK\u0003\u0004'],
  ['a gzip archive', '\u001f\u008b'],
  ['a RAR archive', 'Rar!'],
  ['a 7-Zip archive', '7z\u00bc\u00af'],
  ['a Matroska or WebM video', '\u001a\u0045\u00df\u00a3'],
  ['an MP3 sound', 'ID3'],
  ['a Linux program', '\u007fELF'],
  ['a Windows program', 'MZ'],
];

const OTHER_IMAGES: [what: string, magic: string][] = [
  ['JPEG XL', '\u0000\u0000\u0000\u000cJXL '],
  ['JPEG XL', '\u00ff\u000a'],
  ['JPEG 2000', '\u0000\u0000\u0000\u000cjP  '],
  ['JPEG 2000', '\u00ff\u004f\u00ff\u0051'],
  ['Photoshop (PSD)', '8BPS'],
  ['OpenEXR', '\u0076\u002f\u0031\u0001'],
  ['Radiance HDR', '#?RADIANCE'],
  ['Windows icon', '\u0000\u0000\u0001\u0000'],
  ['Canon CR3 raw', '\u0000\u0000\u0000\u0018ftypcrx '],
];

/**
 * What a file really is, from its first bytes; its name is not asked.
 *
 * @throws ImageFault `empty-file`, `vector-image`, `unsupported-format` or `not-an-image`, saying what it is instead.
 */
export function sniffImage(bytes: Uint8Array): ImageFormat {
  if (bytes.length === 0) throw new ImageFault('empty-file', 'The file is empty (0 bytes).');
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, TEXT_WINDOW)).toString(
    'latin1',
  );
  const starts = (magic: string) => head.startsWith(magic);

  if (starts('\u00ff\u00d8\u00ff')) return 'jpeg';
  if (starts('\u0089PNG\r\n\u001a\n')) return 'png';
  if (starts('GIF87a') || starts('GIF89a')) return 'gif';
  if (starts('RIFF') && head.slice(8, 12) === 'WEBP') return 'webp';
  if (starts('II*\u0000') || starts('MM\u0000*') || starts('II+\u0000') || starts('MM\u0000+')) return 'tiff';
  if (starts('BM') && looksLikeBmp(bytes)) return 'bmp';

  const otherImage = OTHER_IMAGES.find(([, magic]) => starts(magic));
  if (otherImage) throw unsupported(otherImage[0]);
  if (head.slice(4, 8) === 'ftyp') return sniffIsoMedia(head);

  if (isSvg(head)) {
    throw new ImageFault(
      'vector-image',
      'The file is an SVG drawing. Vector images may hold scripts and have no pixels to label; export it as PNG.',
    );
  }
  const otherFile = OTHER_FILES.find(([, magic]) => starts(magic));
  if (otherFile) throw new ImageFault('not-an-image', `The file is ${otherFile[0]}, not an image.`);
  throw new ImageFault(
    'not-an-image',
    isText(head)
      ? 'The file holds text, not an image.'
      : 'The file is not an image in any format that is known here.',
  );
}

function unsupported(what: string): ImageFault {
  return new ImageFault(
    'unsupported-format',
    `${what} images cannot be read yet; convert the file to JPEG or PNG.`,
  );
}

/** "BM" alone is too common a beginning: the size of the second header must be one that exists. */
function looksLikeBmp(bytes: Uint8Array): boolean {
  // A file that ends before is a cut bitmap: the decoder says so.
  return bytes.length < 18 || [12, 16, 40, 52, 56, 64, 108, 124].includes(bytes[14] | (bytes[15] << 8));
}

/** AVIF and HEIC share their container with video: the brands tell. */
function sniffIsoMedia(head: string): ImageFormat {
  const size = Math.min(
    (head.charCodeAt(0) << 24) | (head.charCodeAt(1) << 16) | (head.charCodeAt(2) << 8) | head.charCodeAt(3),
    head.length,
  );
  const brands = [head.slice(8, 12)];
  for (let at = 16; at + 4 <= size; at += 4) brands.push(head.slice(at, at + 4));
  if (brands.includes('avif') || brands.includes('avis')) return 'avif';
  if (brands.some((brand) => /^(hei[cmsx]|hev[cmsx]|mif1|msf1)$/.test(brand))) throw unsupported('HEIC');
  throw new ImageFault('not-an-image', 'The file is a video, not an image.');
}

function isSvg(head: string): boolean {
  const text = head
    .replaceAll('\u0000', '')
    .replace(/^(\u00ef\u00bb\u00bf|\u00ff\u00fe|\u00fe\u00ff)/, '')
    .trimStart();
  return text.startsWith('<') && /<(\w+:)?svg[\s>]/i.test(text);
}

/** Text has tabs, line ends and escapes, but no other control characters. */
function isText(head: string): boolean {
  for (let i = 0; i < head.length; i++) {
    const code = head.charCodeAt(i);
    if (code < 32 && code !== 27 && (code < 9 || code > 13)) return false;
  }
  return true;
}
