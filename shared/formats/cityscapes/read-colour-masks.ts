import type { ExchangeItem } from '../exchange-item.ts';
import type { ParseContext } from '../format.ts';
import { maskFromCounts } from '../mask-shape.ts';
import { decodePng } from '../png-codec.ts';
import { linesOf, readBytes, readText } from '../read-file.ts';
import { runsById } from '../runs-by-id.ts';

const COLOURS = /(^|\/)([^/]+)_gt(Fine|Coarse)_color\.png$/;

/**
 * Images of which there are pixels only, as CVAT and Datumaro export Cityscapes: `<name>_gtFine_color.png` with the
 * names of its colours in `label_colors.txt` (`red green blue name` a line). One mask a class: who is who among
 * several objects of a class is in files of 16 bits that are not read, and said to be.
 */
export async function* readColourMasks(
  known: ReadonlySet<string>,
  { source, problems, images, ontology }: ParseContext,
): AsyncGenerator<ExchangeItem> {
  const files = (await source.list()).map(({ path }) => path);
  const drawn = files.filter((path) => COLOURS.test(path) && !known.has(stemOf(path)));
  if (drawn.length === 0) return;
  const names = new Map<number, string>();
  const list = files.find((path) => /(^|\/)label_colors\.txt$/i.test(path));
  for (const line of list === undefined ? [] : linesOf(await readText(source, list))) {
    const [, red, green, blue, name] = /^\s*(\d+)\s+(\d+)\s+(\d+)\s+(.+?)\s*$/.exec(line) ?? [];
    if (name === undefined) continue;
    names.set(colourOf(Number(red), Number(green), Number(blue)), name);
    if (name !== 'background') ontology.declareClass(name);
  }
  for (const file of drawn) {
    const png = decodePng(await readBytes(source, file));
    if (png.channels < 3) {
      problems.add(file, '', 'The colours of classes are RGB; this file has none. It is left out.');
      continue;
    }
    const { width, height, channels, data } = png;
    const path = await images.resolve(`${stemOf(file)}_leftImg8bit`);
    const item: ExchangeItem = {
      key: path ?? `${stemOf(file)}_leftImg8bit.png`,
      width,
      height,
      objects: [],
      classifications: [],
      origin: { file, where: () => '' },
    };
    const split = /(?:^|\/)(train_extra|train|val|test)\//.exec(file)?.[1];
    if (split !== undefined) item.split = split;
    const idOf = (pixel: number): number => {
      const at = pixel * channels;
      return colourOf(data[at], data[at + 1], data[at + 2]);
    };
    for (const [colour, runs] of runsById(width, height, idOf)) {
      const name = names.get(colour);
      if (name === 'background') continue;
      if (name === undefined)
        problems.add(file, '', `No class has the colour ${hex(colour)}; its mask is kept under the colour.`);
      const rest = width * height - runs.end;
      const shape = maskFromCounts(rest > 0 ? [...runs.counts, rest] : runs.counts, height, width);
      if (shape) item.objects.push({ class: name ?? hex(colour), shape, attributes: {} });
    }
    if (files.includes(file.replace(/_color\.png$/, '_instanceIds.png')))
      problems.add(file, '', 'Masks are read one a class; the ids of instances beside them are not.');
    yield item;
  }
}

/** The name that all files of an image begin with. */
export function stemOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1).replace(/_gt(Fine|Coarse)_(polygons\.json|color\.png)$/, '');
}

function colourOf(red: number, green: number, blue: number): number {
  return (red << 16) | (green << 8) | blue;
}

function hex(colour: number): string {
  return `#${colour.toString(16).padStart(6, '0')}`;
}
