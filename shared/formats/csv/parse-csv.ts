import type { ExchangeItem } from '../exchange-item.ts';
import type { ParseContext } from '../format.ts';
import { numberOf, pixelsOf } from '../number-of.ts';
import { streamCsv } from '../stream-csv.ts';
import { columnsOf, type CsvColumns } from './csv-columns.ts';

/** Rows of one image are gathered over the whole file, in the order in which the images first occur. */
export async function* parseCsv(context: ParseContext): AsyncGenerator<ExchangeItem> {
  const { source, problems, ontology } = context;
  const files = source.main === undefined ? (await source.list()).map((file) => file.path) : [source.main];
  for (const file of files) {
    if (!/\.(csv|tsv|txt)$/i.test(file)) continue;
    let isClassList = false;
    const items = new Map<string, { item: ExchangeItem; lines: number[] }>();
    let columns: CsvColumns | undefined;
    let isFirst = true;
    const folderSplit = file.split('/').find((part) => /^(train|valid|val|test)$/i.test(part));
    for await (const { line, cells } of streamCsv(source, file)) {
      if (isFirst) {
        isFirst = false;
        columns = columnsOf(cells);
        // RetinaNet lists its classes in a second table: a name and a number.
        isClassList = !columns && /classes[^/]*$/i.test(file) && cells.length === 2;
        if (!columns && !isClassList) {
          problems.add(
            file,
            `line ${line}`,
            'The columns are not recognised: there must be a file name and the corners of a box. The file is left out.',
          );
          break;
        }
        if (columns?.hasHeader) continue;
      }
      if (isClassList && cells[0].trim() !== '') ontology.declareClass(cells[0].trim());
      if (columns) await readRow(cells, line, file, folderSplit, columns, items, context);
    }
    for (const { item } of items.values()) yield item;
  }
}

async function readRow(
  cells: string[],
  line: number,
  file: string,
  folderSplit: string | undefined,
  columns: CsvColumns,
  items: Map<string, { item: ExchangeItem; lines: number[] }>,
  { problems, images }: ParseContext,
): Promise<void> {
  const { at } = columns;
  const cell = (name: keyof CsvColumns['at']): string => cells[at[name] ?? -1]?.trim() ?? '';
  const tell = (reason: string): void => problems.add(file, `line ${line}`, reason);
  const key = cell('file').replace(/^gs:\/\/[^/]+\//, '');
  if (key === '') return tell('The row names no image; it is left out.');
  let found = items.get(key);
  if (!found) {
    const [width, height] = [pixelsOf(cell('imageWidth')), pixelsOf(cell('imageHeight'))];
    const size = width === undefined || height === undefined ? await images.size(key) : { width, height };
    const lines: number[] = [];
    found = {
      lines,
      item: {
        key,
        ...size,
        objects: [],
        classifications: [],
        origin: { file, where: (i) => (i < 0 ? `line ${line}` : `line ${lines[i]}`) },
      },
    };
    const split = cell('split').toLowerCase();
    if (split !== '' && split !== 'unassigned') found.item.split = split === 'validation' ? 'val' : split;
    else if (folderSplit !== undefined) found.item.split = folderSplit;
    items.set(key, found);
  }
  const { item, lines } = found;
  if (columns.kind === 'one-hot') {
    for (const [index, name] of columns.classes)
      if (numberOf(cells[index]) === 1) item.classifications.push({ name, answers: {} });
    return;
  }
  const name = cell('class');
  if (columns.kind === 'classes') {
    if (name !== '') item.classifications.push({ name, answers: {} });
    return;
  }
  // `[x, y, width, height]` in one cell, as in many competitions.
  const list = cell('bbox')
    .split(/[\s,;[\]()]+/)
    .filter((one) => one !== '')
    .map(numberOf);
  const isOneCell = at.bbox !== undefined && at.x0 === undefined;
  const corners = isOneCell ? list.slice(0, 2) : [cell('x0'), cell('y0')].map(numberOf);
  const far = isOneCell
    ? [list.at(2), list.at(3)]
    : (at.x1 === undefined ? [cell('w'), cell('h')] : [cell('x1'), cell('y1')]).map(numberOf);
  if (at.x0 === undefined && at.cx !== undefined) {
    const [cx, cy] = [numberOf(cell('cx')), numberOf(cell('cy'))];
    corners[0] = cx === undefined || far[0] === undefined ? undefined : cx - far[0] / 2;
    corners[1] = cy === undefined || far[1] === undefined ? undefined : cy - far[1] / 2;
  }
  // An image without objects is written as a row with empty cells.
  if ([...corners, ...far].every((one) => one === undefined) && name === '') return;
  let [x0, y0] = corners;
  let [x1, y1] = far;
  if (x0 === undefined || y0 === undefined || x1 === undefined || y1 === undefined)
    return tell('A corner of the box is not a number; the row is left out.');
  if (at.x1 === undefined) [x1, y1] = [x0 + x1, y0 + y1];
  const sides = [x0, y0, x1, y1];
  // A box within the first pixel is a fraction; one of 0 and 1 only, where others of the file are.
  if (sides.every((one) => one >= 0 && one <= 1) && sides.some((one) => !Number.isInteger(one)))
    columns.areFractions = true;
  const areFractions = columns.areFractions === true && sides.every((one) => one >= 0 && one <= 1);
  if (columns.kind === 'automl' || areFractions) {
    if (item.width === undefined || item.height === undefined)
      return tell('The size of the image is not known, so fractions cannot be placed; the row is left out.');
    [x0, x1] = [x0 * item.width, x1 * item.width];
    [y0, y1] = [y0 * item.height, y1 * item.height];
  }
  if (name === '') tell('The row names no class; its box is kept without one.');
  const confidence = numberOf(cell('confidence'));
  lines.push(line);
  item.objects.push({
    class: name,
    shape: { type: 'box', x: x0, y: y0, width: x1 - x0, height: y1 - y0 },
    ...(confidence === undefined ? {} : { confidence }),
  });
}
