import { numberOfAttribute } from '../attribute-value.ts';
import { BOXES_ONLY } from '../box-capabilities.ts';
import type { ExchangeItem, ExchangeObject } from '../exchange-item.ts';
import { freeImageName } from '../free-name.ts';
import type { DatasetStream, Format, ParseContext, SerializeContext } from '../format.ts';
import { rounded } from '../number-of.ts';
import type { OutputFile } from '../output-file.ts';
import { linesOf, readText } from '../read-file.ts';
import { shapeBounds } from '../shape-bounds.ts';
import { readKittiLine, SPATIAL } from './read-kitti-line.ts';

/** The tracking benchmark puts the frame and the track before the class. */
const TRACKED = /^\s*\d+\s+-?\d+\s+[A-Za-z]\S*(\s+-?[\d.]+(e[-+]?\d+)?){14,15}\s*$/i;
const LINE = /^\s*\S+(\s+-?[\d.]+(e[-+]?\d+)?){14,15}\s*$/i;

/** KITTI object labels: 15 columns, 16 with a score; and its tracking labels (cvlibs.net, development kits). */
export const kitti: Format = {
  name: 'kitti',
  title: 'KITTI',
  capabilities: {
    ...BOXES_ONLY,
    attributes: ['truncated', 'occluded', 'alpha', ...SPATIAL],
    values: { '*': ['number', 'switch'] },
    confidence: true,
    splits: true,
  },
  losses: ({ blanksInClass }) => [
    {
      what: 'blank in a class name',
      count: blanksInClass,
      reason: 'KITTI separates by blanks; written with an underscore',
    },
  ],
  async detect(probe) {
    const candidates = probe.main === undefined ? probe.files.map((file) => file.path) : [probe.main];
    for (const path of candidates.filter((one) => /\.txt$/i.test(one)).slice(0, 20)) {
      const line = (await probe.head(path)).split(/\r\n|\n|\r/).find((one) => one.trim() !== '');
      if (line !== undefined && ((LINE.test(line) && !/^\s*[-\d.]/.test(line)) || TRACKED.test(line)))
        return 0.95;
    }
    return 0;
  },
  parse: parseKitti,
  serialize: serializeKitti,
};

async function* parseKitti({ source, problems, images }: ParseContext): AsyncGenerator<ExchangeItem> {
  const files = source.main === undefined ? (await source.list()).map((file) => file.path) : [source.main];
  const hasFolder = files.some((file) => /(^|\/)label(s|_2|_02)?\//.test(file));
  for (const file of files) {
    const isLabel = hasFolder
      ? /(^|\/)label(s|_2|_02)?\//.test(file)
      : !/(^|\/)(source|readme|train|val|test)[^/]*\.txt$/i.test(file);
    if (!/\.txt$/i.test(file) || !isLabel) continue;
    const stem = file.replace(/\.txt$/i, '').replace(/(^|\/)label_2\//, '$1image_2/');
    const path = await images.resolve(stem);
    const key = path ?? `${stem.slice(stem.lastIndexOf('/') + 1)}.png`;
    const item: ExchangeItem = {
      key,
      ...(path === undefined ? {} : await images.sizeOfFile(path)),
      objects: [],
      classifications: [],
    };
    const split = file
      .split('/')
      .slice(0, -1)
      .find((part) => /^(train(ing)?|val|test(ing)?)$/i.test(part));
    if (split !== undefined) item.split = split;
    const rows = linesOf(await readText(source, file));
    if (rows.some((text) => TRACKED.test(text))) {
      yield* parseTracks(file, rows, { problems, images });
      continue;
    }
    const lines: number[] = [];
    item.origin = { file, where: (at) => (at < 0 ? '' : `line ${lines[at]}`) };
    rows.forEach((text, at) => {
      if (text.trim() === '') return;
      const line = readKittiLine(text);
      if (typeof line === 'string') return problems.add(file, `line ${at + 1}`, `${line} It is left out.`);
      lines.push(at + 1);
      item.objects.push(line);
    });
    yield item;
  }
}

/** One file a sequence: `label_02/0003.txt` labels the frames `image_02/0003/000000.png` and so on. */
async function* parseTracks(
  file: string,
  rows: string[],
  { problems, images }: Pick<ParseContext, 'problems' | 'images'>,
): AsyncGenerator<ExchangeItem> {
  const frames = new Map<number, { item: ExchangeItem; lines: number[] }>();
  const folder = file.replace(/\.txt$/i, '').replace(/(^|\/)label_02\//, '$1image_02/');
  for (const [at, text] of rows.entries()) {
    if (text.trim() === '') continue;
    const [frame, track, ...rest] = text.trim().split(/\s+/);
    const line = readKittiLine(rest.join(' '));
    if (typeof line === 'string' || !/^\d+$/.test(frame)) {
      problems.add(
        file,
        `line ${at + 1}`,
        `${typeof line === 'string' ? line : 'The frame is no number.'} It is left out.`,
      );
      continue;
    }
    let found = frames.get(Number(frame));
    if (!found) {
      const name = `${folder}/${frame.padStart(6, '0')}.png`;
      const path = await images.resolve(name);
      const lines: number[] = [];
      const item: ExchangeItem = {
        key: path ?? name,
        ...(path === undefined ? {} : await images.sizeOfFile(path)),
        objects: [],
        classifications: [],
        origin: { file, where: (i) => (i < 0 ? `frame ${frame}` : `line ${lines[i]}`) },
      };
      frames.set(Number(frame), (found = { item, lines }));
    }
    found.lines.push(at + 1);
    // DontCare has no track.
    found.item.objects.push({ ...line, ...(track === '-1' ? {} : { trackId: track }) });
  }
  for (const [, { item }] of [...frames].sort(([a], [b]) => a - b)) yield item;
}

/** `label_2/<name>.txt` and `image_2/<name>`, under the split where there is one. */
async function* serializeKitti(
  dataset: DatasetStream,
  { withImages, drop }: SerializeContext,
): AsyncGenerator<OutputFile> {
  const encoder = new TextEncoder();
  const taken = new Set<string>();
  for await (const item of dataset.items()) {
    const folder = item.split === undefined ? '' : `${item.split}/`;
    const [ending = ''] = /\.[^./]+$/.exec(item.key) ?? [];
    const stem = item.key.slice(0, item.key.length - ending.length).replace(/^image_2\//, '');
    const place = freeImageName(folder + stem, taken, drop).slice(folder.length);
    const lines = item.objects.map(line);
    yield {
      path: `${folder}label_2/${place}.txt`,
      content: encoder.encode(lines.map((one) => `${one}\n`).join('')),
    };
    if (withImages) yield { path: `${folder}image_2/${place}${ending}`, imageOf: item.key };
  }
}

function line(object: ExchangeObject): string {
  const box = shapeBounds(object.shape);
  const number = (name: string, fallback: number): number =>
    numberOfAttribute(object.attributes?.[name], fallback);
  const name = object.class.trim().replace(/\s+/g, '_');
  return [
    name === '' ? 'unnamed' : name,
    number('truncated', 0),
    number('occluded', 0),
    number('alpha', -10),
    ...[box.x, box.y, box.x + box.width, box.y + box.height].map(rounded),
    ...SPATIAL.map((field, at) => number(field, at < 3 ? -1 : at < 6 ? -1000 : -10)),
    ...(object.confidence === undefined ? [] : [object.confidence]),
  ].join(' ');
}
