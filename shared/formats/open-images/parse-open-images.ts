import { LapidaryError } from '../../errors.ts';
import type { AttributeValues } from '../../labels/attributes.ts';
import { plainCell } from '../csv-cell.ts';
import type { ExchangeItem } from '../exchange-item.ts';
import type { ParseContext } from '../format.ts';
import { maskFromCrop } from '../mask-shape.ts';
import { numberOf, pixelsOf } from '../number-of.ts';
import { decodePng } from '../png-codec.ts';
import { linesOf, readBytes, readText } from '../read-file.ts';
import { streamCsv } from '../stream-csv.ts';

const FLAGS = ['IsOccluded', 'IsTruncated', 'IsGroupOf', 'IsDepiction', 'IsInside'];

interface Gathered {
  item: ExchangeItem;
  lines: string[];
}

/**
 * Open Images: boxes in fractions (XMin, XMax, YMin, YMax), verified labels of the whole image (confidence 0 means
 * "surely not there"), masks as PNG files. Rows are gathered over all files, because they are sorted differently.
 */
export async function* parseOpenImages(context: ParseContext): AsyncGenerator<ExchangeItem> {
  const { source, problems, images, ontology } = context;
  const files = (await source.list()).map((file) => file.path).filter((file) => /\.(csv|meta)$/i.test(file));
  const names = await classNames(files, context);
  for (const name of names.values()) ontology.declareClass(name);
  const sizes = await readSizes(files, context);
  const gathered = new Map<string, Gathered>();
  const itemOf = async (id: string, split: string | undefined): Promise<Gathered> => {
    let found = gathered.get(id);
    if (!found) {
      const path = await images.resolve(id);
      const size = sizes.get(id) ?? (path === undefined ? undefined : await images.sizeOfFile(path));
      const lines: string[] = [];
      const item: ExchangeItem = { key: path ?? `${id}.jpg`, ...size, objects: [], classifications: [] };
      item.origin = { file: 'Open Images', where: (at) => lines[at] ?? id };
      gathered.set(id, (found = { item, lines }));
    }
    if (split !== undefined && found.item.split === undefined) found.item.split = split;
    return found;
  };
  for (const file of files) {
    const fileSplit = /(?:^|[^a-z])(train|validation|test)(?:[^a-z]|$)/i.exec(
      file.slice(file.lastIndexOf('/') + 1),
    )?.[1];
    let header: string[] | undefined;
    for await (const { line, cells } of streamCsv(source, file)) {
      if (!header) {
        header = cells.map((cell) => cell.trim());
        if (header.includes('LabelName1'))
          problems.add(file, '', 'Relations between two objects are not read; the file is left out.');
        if (!header.includes('ImageID') || header.includes('LabelName1')) break;
        continue;
      }
      const where = `line ${line}`;
      if (cells.length !== header.length) {
        problems.add(
          file,
          where,
          `The row has ${cells.length} columns of ${header.length}; only its first two are read.`,
        );
      }
      const row = new Map(header.map((name, at) => [name, cells[at]?.trim() ?? '']));
      const id = plainCell(row.get('ImageID') ?? '');
      if (id === '') continue;
      const found = await itemOf(id, (row.get('Subset') || undefined) ?? fileSplit);
      if (cells.length === header.length) await readRow(row, found, names, file, where, context);
    }
  }
  for (const { item } of gathered.values()) yield item;
}

async function readRow(
  row: ReadonlyMap<string, string>,
  { item, lines }: Gathered,
  names: ReadonlyMap<string, string>,
  file: string,
  where: string,
  { source, problems, images }: ParseContext,
): Promise<void> {
  const label = row.get('LabelName');
  if (label === undefined || label === '') return;
  const name = names.get(label) ?? label;
  const confidence = numberOf(row.get('Confidence'));
  const mask = row.get('MaskPath');
  if (mask !== undefined && mask !== '') {
    const path = await images.resolve(mask);
    if (path === undefined)
      return problems.add(file, where, `The mask "${mask}" is not here; it is left out.`);
    try {
      const png = decodePng(await readBytes(source, path));
      const pixels = png.data.filter((_, at) => at % png.channels === 0);
      lines.push(`${file} ${where}`);
      // Masks may be smaller than their image by design; they are brought to its size.
      const { width = png.width, height = png.height } = item;
      const scaled = scale(pixels, png.width, png.height, width, height);
      item.objects.push({
        class: name,
        shape: maskFromCrop(scaled, width, 0, 0, height, width),
        attributes: {},
      });
    } catch (error) {
      if (!(error instanceof LapidaryError)) throw error;
      problems.add(file, where, error.message);
    }
    return;
  }
  const fractions = ['XMin', 'XMax', 'YMin', 'YMax'].map((column) => numberOf(row.get(column)));
  const [x0, x1, y0, y1] = fractions;
  if (!row.has('XMin')) {
    const answers: AttributeValues = confidence === undefined ? {} : { confidence };
    if (confidence === 0) answers['present'] = 'no';
    item.classifications.push({ name, answers });
    return;
  }
  if (x0 === undefined || x1 === undefined || y0 === undefined || y1 === undefined) {
    return problems.add(file, where, 'A side of the box is not a number; the row is left out.');
  }
  const { width, height } = item;
  if (width === undefined || height === undefined) {
    return problems.add(
      file,
      where,
      `The size of the image "${item.key}" is not known, so fractions cannot be placed; the box is left out.`,
    );
  }
  const attributes: AttributeValues = {};
  for (const flag of FLAGS) {
    const value = numberOf(row.get(flag));
    if (value !== undefined) attributes[flag] = value;
  }
  if (attributes['IsGroupOf'] === 1) attributes['iscrowd'] = 1;
  lines.push(`${file} ${where}`);
  item.objects.push({
    class: name,
    shape: {
      type: 'box',
      x: x0 * width,
      y: y0 * height,
      width: (x1 - x0) * width,
      height: (y1 - y0) * height,
    },
    attributes,
    ...(confidence === undefined || confidence === 1 ? {} : { confidence }),
  });
}

function scale(
  pixels: Uint8Array,
  fromWidth: number,
  fromHeight: number,
  width: number,
  height: number,
): Uint8Array {
  if (fromWidth === width && fromHeight === height) return pixels;
  const scaled = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) {
    const row = Math.floor(((y + 0.5) * fromHeight) / height) * fromWidth;
    for (let x = 0; x < width; x++)
      scaled[y * width + x] = pixels[row + Math.floor(((x + 0.5) * fromWidth) / width)];
  }
  return scaled;
}

/** `/m/0,Name` with or without a header; FiftyOne calls the file `metadata/classes.csv`. */
async function classNames(files: string[], { source }: ParseContext): Promise<Map<string, string>> {
  const names = new Map<string, string>();
  for (const file of files.filter((one) =>
    /(class-descriptions[^/]*|(^|\/)metadata\/classes)\.csv$/i.test(one),
  )) {
    for await (const { cells } of streamCsv(source, file)) {
      const [id, name] = cells.map((cell) => plainCell(cell.trim()));
      if (id !== 'LabelName' && name !== undefined && name !== '') names.set(id, name);
    }
  }
  return names;
}

/** `images.meta`: id, height, width a line, which is how Datumaro and CVAT keep sizes. */
async function readSizes(
  files: string[],
  { source }: ParseContext,
): Promise<Map<string, { width: number; height: number }>> {
  const sizes = new Map<string, { width: number; height: number }>();
  for (const file of files.filter((one) => /\.meta$/i.test(one))) {
    for (const line of linesOf(await readText(source, file))) {
      const words = line
        .trim()
        .replace(/^"([^"]*)"/, '$1')
        .split(/\s+/);
      const [height, width] = words.slice(-2).map(pixelsOf);
      if (!line.startsWith('#') && words.length >= 3 && width !== undefined && height !== undefined)
        sizes.set(words.slice(0, -2).join(' '), { width, height });
    }
  }
  return sizes;
}
