import { parseDocument } from 'yaml';
import type { ExchangeItem } from '../exchange-item.ts';
import type { ParseContext } from '../format.ts';
import { arrayOf, numberOf, pixelsOf, recordOf, textOf } from '../number-of.ts';
import { parseJson } from '../parse-json.ts';
import { readText } from '../read-file.ts';
import { readParquetRows } from './read-parquet-rows.ts';
import { streamCsv } from '../stream-csv.ts';
import { streamLines } from '../stream-lines.ts';

type Json = Record<string, unknown>;
const RESERVED = new Set([
  'file_name',
  'objects',
  'image_id',
  'id',
  'width',
  'height',
  'label',
  'labels',
  'text',
  'caption',
  'image',
  'bbox',
  'bboxes',
  'category',
  'categories',
  'category_id',
]);

/** A line an image; boxes are x, y, width, height in pixels; numbers stand for the class names in README.md. */
export async function* parseHuggingFace(context: ParseContext): AsyncGenerator<ExchangeItem> {
  const { source, problems } = context;
  const files = (await source.list()).map((file) => file.path);
  const names = await classLabels(
    files.find((file) => /(^|\/)README\.md$/i.test(file)),
    context,
  );
  const metas =
    source.main === undefined
      ? files.filter((file) => /(^|\/)metadata\.(jsonl|csv|parquet)$/i.test(file))
      : [source.main];
  for (const file of metas) {
    if (/\.parquet$/i.test(file)) {
      for await (const { row, index } of readParquetRows(source, file))
        yield await readRow(row, file, `row ${index}`, names, context);
      continue;
    }
    if (/\.csv$/i.test(file)) {
      let header: string[] | undefined;
      for await (const { line, cells } of streamCsv(source, file)) {
        if (header)
          yield await readRow(
            Object.fromEntries(header.map((name, i) => [name, cells[i]])),
            file,
            `line ${line}`,
            names,
            context,
          );
        else header = cells.map((cell) => cell.trim());
      }
      continue;
    }
    for await (const { line, text } of streamLines(source, file)) {
      if (text.trim() === '') continue;
      const where = `line ${line}`;
      try {
        const row = recordOf(
          parseJson(text, () =>
            problems.add(file, where, 'NaN or Infinity is not a number; read as missing.'),
          ),
        );
        if (row) yield await readRow(row, file, where, names, context);
        else problems.add(file, where, 'The line is not an object; it is left out.');
      } catch {
        problems.add(file, where, 'The line is not valid JSON; it is left out.');
      }
    }
  }
}

async function readRow(
  row: Json,
  file: string,
  where: string,
  names: ReadonlyMap<number, string>,
  { problems, images }: ParseContext,
): Promise<ExchangeItem> {
  const folder = file.slice(0, file.lastIndexOf('/') + 1);
  // Newer datasets name the column after its feature: `image_file_name`.
  const named = Object.keys(row).find((name) => name === 'file_name' || /^\w+_file_name$/.test(name));
  const key = folder + (textOf(row[named ?? 'file_name']) ?? textOf(recordOf(row['image'])?.['path']) ?? '');
  const item: ExchangeItem = { key: key === folder ? '' : key, objects: [], classifications: [] };
  item.origin = { file, where: (at) => (at < 0 ? where : `${where}, object ${at + 1}`) };
  const [width, height] = [pixelsOf(row['width']), pixelsOf(row['height'])];
  const size = width === undefined || height === undefined ? await images.size(key) : { width, height };
  if (size) Object.assign(item, size);
  const split = key
    .split('/')
    .slice(0, -1)
    .find((part) => /^(train|validation|valid|val|test)$/i.test(part));
  if (split !== undefined) item.split = split;
  const nameOf = (value: unknown): string => {
    const number = typeof value === 'number' ? value : undefined;
    return number === undefined ? (textOf(value) ?? '') : (names.get(number) ?? `class ${number}`);
  };
  // In a table of text the objects are JSON in a cell.
  const raw = jsonCell(row['objects']) ?? {
    bbox: jsonCell(row['bbox'] ?? row['bboxes']),
    category: jsonCell(row['category'] ?? row['categories'] ?? row['category_id']),
  };
  const objects = recordOf(raw) ?? {};
  const classes = arrayOf(
    objects['categories'] ?? objects['category'] ?? objects['label'] ?? objects['labels'] ?? objects['class'],
  );
  const boxes = Array.isArray(raw)
    ? raw.map((one) => recordOf(one)?.['bbox'])
    : arrayOf(objects['bbox'] ?? objects['boxes']);
  const ids = arrayOf(objects['id']);
  boxes.forEach((one, at) => {
    const numbers = arrayOf(one).map(numberOf);
    const [x, y, w, h] = numbers;
    if (numbers.length !== 4 || x === undefined || y === undefined || w === undefined || h === undefined) {
      problems.add(
        file,
        `${where}, object ${at + 1}`,
        'The bbox is not four numbers; the object is left out.',
      );
      return;
    }
    const record = Array.isArray(raw) ? recordOf((raw as unknown[])[at]) : undefined;
    const name = nameOf(
      record ? (record['category'] ?? record['label'] ?? record['categories']) : classes[at],
    );
    const id = textOf(record ? record['id'] : ids[at]);
    if (name === '')
      problems.add(
        file,
        `${where}, object ${at + 1}`,
        'The object has no category; it is kept without a class.',
      );
    item.objects.push({
      class: name,
      shape: { type: 'box', x, y, width: w, height: h },
      ...(id === undefined ? {} : { id }),
    });
  });
  const label = row['label'] ?? row['labels'];
  for (const one of Array.isArray(label)
    ? (label as unknown[])
    : label === undefined || label === null
      ? []
      : [label]) {
    if (nameOf(one) !== '') item.classifications.push({ name: nameOf(one), answers: {} });
  }
  const caption = textOf(row['text']) ?? textOf(row['caption']);
  if (caption !== undefined) item.classifications.push({ name: 'caption', answers: { caption } });
  for (const [name, value] of Object.entries(row)) {
    const fact = textOf(value);
    if (!RESERVED.has(name) && name !== named && fact !== undefined && fact !== '')
      (item.metadata ??= {})[name] = typeof value === 'number' ? value : fact;
  }
  return item;
}

function jsonCell(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}

/** The names under the first `class_label` of the card's front matter. */
async function classLabels(
  readme: string | undefined,
  { source, ontology, problems }: ParseContext,
): Promise<ReadonlyMap<number, string>> {
  const names = new Map<number, string>();
  if (readme === undefined) return names;
  const front = /^---\r?\n([\s\S]*?)\r?\n---/.exec(
    (await readText(source, readme)).replace(/^\uFEFF/, ''),
  )?.[1];
  if (front === undefined) return names;
  try {
    const visit = (value: unknown, depth: number): void => {
      if (depth > 20 || typeof value !== 'object' || value === null) return;
      const label = recordOf(recordOf(value)?.['class_label'])?.['names'];
      if (label !== undefined && names.size === 0) {
        for (const [id, name] of Object.entries(label as Json)) names.set(Number(id), textOf(name) ?? id);
      }
      for (const one of Object.values(value)) visit(one, depth + 1);
    };
    visit(parseDocument(front).toJS({ maxAliasCount: 100 }), 0);
  } catch {
    problems.add(readme, '', 'The front matter is not valid YAML; class names are not known.');
  }
  for (const [, name] of [...names].sort(([a], [b]) => a - b)) ontology.declareClass(name);
  return names;
}
