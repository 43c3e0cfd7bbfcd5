import { rleBox } from '../../geometry/rle-operations.ts';
import type { Box } from '../../geometry/box.ts';
import { InvalidInput } from '../../errors.ts';
import type { ParseContext } from '../format.ts';
import { countsOf, type MaskShape, maskFromCounts } from '../mask-shape.ts';
import { decodePng, type PngImage } from '../png-codec.ts';
import { linesOf, readBytes, readText } from '../read-file.ts';
import { type IdRuns, runsById } from '../runs-by-id.ts';

/** Classes of the official sets by their number in a mask; 0 is the background. Source: VOC2012 development kit. */
const VOC_CLASSES =
  'background aeroplane bicycle bird boat bottle bus car cat chair cow diningtable dog horse motorbike person pottedplant sheep sofa train tvmonitor'.split(
    ' ',
  );
/** The rim around objects that belongs to nobody: number 255, or its colour. */
const VOID_INDEX = 255;
const VOID_COLOUR = 0xe0e0c0;

export interface VocMask {
  /** Undefined when nothing says what it is. */
  class?: string;
  shape: MaskShape;
  box: Box;
}

/** The masks beside Pascal VOC's boxes: `SegmentationObject/<stem>.png` and `SegmentationClass/<stem>.png`. */
export interface VocMasks {
  /** Images that have any. */
  stems: ReadonlySet<string>;
  /** One mask an object, or one a class where only classes were drawn. Throws InvalidInput when a PNG is none. */
  read(stem: string): Promise<VocMask[]>;
}

export async function findVocMasks(files: readonly string[], context: ParseContext): Promise<VocMasks> {
  const objects = new Map<string, string>();
  const classes = new Map<string, string>();
  for (const file of files) {
    const [, kind, stem] = /(?:^|\/)Segmentation(Object|Class)\/([^/]+)\.png$/i.exec(file) ?? [];
    if (stem !== undefined) (kind.toLowerCase() === 'object' ? objects : classes).set(stem, file);
  }
  const names = await readLabelMap(files, context);
  const read = async (path: string | undefined): Promise<PngImage | undefined> =>
    path === undefined ? undefined : decodePng(await readBytes(context.source, path));
  return {
    stems: new Set([...objects.keys(), ...classes.keys()]),
    async read(stem) {
      const drawn = await read(classes.get(stem));
      const png = (await read(objects.get(stem))) ?? drawn;
      if (!png) return [];
      if (drawn && (drawn.width !== png.width || drawn.height !== png.height))
        throw new InvalidInput('The masks of objects and of classes differ in size.');
      const masks: VocMask[] = [];
      for (const runs of runsById(png.width, png.height, (pixel) => idOf(png, pixel)).values()) {
        const rest = png.width * png.height - runs.end;
        const counts = rest > 0 ? [...runs.counts, rest] : runs.counts;
        const shape = maskFromCounts(counts, png.height, png.width);
        if (!shape) continue;
        const name = drawn && classOf(drawn, middleOf(runs, png), names);
        if (name === 'background') continue;
        masks.push({
          ...(name === undefined ? {} : { class: name }),
          shape,
          box: rleBox(countsOf(shape), png.height),
        });
      }
      return masks;
    },
  };
}

/** `labelmap.txt` of CVAT and Datumaro: `name:red,green,blue:parts:actions` a line. Colour → name. */
async function readLabelMap(
  files: readonly string[],
  { source, ontology }: ParseContext,
): Promise<ReadonlyMap<number, string>> {
  const names = new Map<number, string>();
  const file = files.find((one) => /(^|\/)labelmap\.txt$/i.test(one));
  if (file === undefined) return names;
  for (const line of linesOf(await readText(source, file))) {
    const [name = '', colour = ''] = line.split(':').map((part) => part.trim());
    if (name === '' || name.startsWith('#')) continue;
    const [red, green, blue] = colour.split(',').map(Number);
    const value = (red << 16) | (green << 8) | blue;
    names.set(colour === '' || !(red + green + blue >= 0) ? colourOf(names.size) : value, name);
    if (name !== 'background') ontology.declareClass(name);
  }
  return names;
}

/** The number that tells one object from the next: a palette's index, or the colour. */
function idOf(png: PngImage, pixel: number): number {
  const at = pixel * png.channels;
  if (png.channels < 3) return png.data[at] === VOID_INDEX ? 0 : png.data[at];
  const colour = (png.data[at] << 16) | (png.data[at + 1] << 8) | png.data[at + 2];
  return colour === VOID_COLOUR ? 0 : colour;
}

function classOf(png: PngImage, pixel: number, names: ReadonlyMap<number, string>): string | undefined {
  const id = idOf(png, pixel);
  const { palette } = png;
  const colour =
    png.channels >= 3
      ? id
      : palette && palette.length >= id * 3 + 3
        ? (palette[id * 3] << 16) | (palette[id * 3 + 1] << 8) | palette[id * 3 + 2]
        : colourOf(id);
  const name = names.get(colour) ?? (png.channels < 3 ? [...names.values()].at(id) : undefined);
  if (name !== undefined || names.size > 0) return name;
  return VOC_CLASSES.find((_, index) => (png.channels < 3 ? index === id : colourOf(index) === colour));
}

/** A pixel of the longest run, away from the rim. */
function middleOf(runs: IdRuns, { width, height }: PngImage): number {
  let best = 0;
  let length = 0;
  let at = 0;
  runs.counts.forEach((count, index) => {
    if (index % 2 === 1 && count > length) [best, length] = [at + Math.floor(count / 2), count];
    at += count;
  });
  return (best % height) * width + Math.floor(best / height);
}

/** Colour of a number in VOC's colour map: its bits dealt to red, green and blue, highest first. */
function colourOf(index: number): number {
  let [red, green, blue] = [0, 0, 0];
  for (let bit = 7, rest = index; bit >= 0; bit--, rest >>= 3) {
    red |= (rest & 1) << bit;
    green |= ((rest >> 1) & 1) << bit;
    blue |= ((rest >> 2) & 1) << bit;
  }
  return (red << 16) | (green << 8) | blue;
}
