import type { Point } from '../../geometry/point.ts';
import { numberOfAttribute } from '../attribute-value.ts';
import { BOXES_ONLY } from '../box-capabilities.ts';
import type { ExchangeItem, ExchangeObject } from '../exchange-item.ts';
import { freeImageName } from '../free-name.ts';
import type { DatasetStream, Format, ParseContext, SerializeContext } from '../format.ts';
import { rounded } from '../number-of.ts';
import type { OutputFile } from '../output-file.ts';
import { quadOf, quadShape } from '../quad-shape.ts';
import { linesOf, readText } from '../read-file.ts';

const HEADER = /^(imagesource|gsd|acquisition dates?)\s*:/i;
/** The official archives hold every label a second time, as upright boxes for their task 2. */
const UPRIGHT = /(^|\/)[^/]*(_hbb|reclabelTxt|Task2_gt)\//i;
const CORNERS = /^\s*(-?[\d.]+(e[-+]?\d+)?\s+){8}\S/i;

/** DOTA: four corners, class and difficulty a line (captain-whu.github.io/DOTA). */
export const dota: Format = {
  name: 'dota',
  title: 'DOTA',
  capabilities: {
    ...BOXES_ONLY,
    shapes: ['rotatedBox'],
    converts: {
      ...BOXES_ONLY.converts,
      box: 'written by its four corners, read again as a rotated box of angle 0',
      polygon: 'four corners are kept, others become the box around them',
    },
    attributes: ['difficult'],
    values: { '*': ['bit', 'switch'] },
    splits: true,
    metadata: ['imagesource', 'gsd'],
  },
  async detect(probe) {
    const candidates = probe.main === undefined ? probe.files.map((file) => file.path) : [probe.main];
    for (const path of candidates.filter((one) => /\.txt$/i.test(one)).slice(0, 20)) {
      const head = await probe.head(path);
      const line = head.split(/\r\n|\n|\r/).find((one) => one.trim() !== '' && !HEADER.test(one));
      // The class stands behind the corners, so it is no number.
      if (line !== undefined && CORNERS.test(line) && !/^[-\d.]/.test(line.trim().split(/\s+/)[8]))
        return 0.9;
    }
    return 0;
  },
  losses: ({ blanksInClass }) => [
    {
      what: 'blank in a class name',
      count: blanksInClass,
      reason: 'DOTA separates by blanks; written with a dash',
    },
  ],
  parse: parseDota,
  serialize: serializeDota,
};

async function* parseDota({ source, problems, images }: ParseContext): AsyncGenerator<ExchangeItem> {
  const files = source.main === undefined ? (await source.list()).map((file) => file.path) : [source.main];
  const baseOf = (file: string): string => file.slice(file.lastIndexOf('/') + 1);
  const oriented = new Set(files.filter((file) => !UPRIGHT.test(file)).map(baseOf));
  for (const file of files) {
    if (!/\.txt$/i.test(file) || /(^|\/)(source|readme|classes|license)[^/]*\.txt$/i.test(file)) continue;
    if (UPRIGHT.test(file) && oriented.has(baseOf(file))) continue;
    const stem = file.replace(/\.txt$/i, '').replace(/(^|\/)labelTxt[^/]*\//, '$1images/');
    const path = await images.resolve(stem);
    const key = path ?? `${stem.slice(stem.lastIndexOf('/') + 1)}.png`;
    const item: ExchangeItem = {
      key,
      ...(path === undefined ? {} : await images.sizeOfFile(path)),
      objects: [],
      classifications: [],
    };
    const split = file.split('/').find((part) => /^(train|val|test)$/i.test(part));
    if (split !== undefined) item.split = split;
    const lines: number[] = [];
    item.origin = { file, where: (at) => (at < 0 ? '' : `line ${lines[at]}`) };
    linesOf(await readText(source, file)).forEach((text, at) => {
      if (text.trim() === '') return;
      if (HEADER.test(text)) {
        const colon = text.indexOf(':');
        (item.metadata ??= {})[text.slice(0, colon).trim()] = text.slice(colon + 1).trim();
        return;
      }
      const blanks = text.trim().split(/\s+/);
      const words = blanks.length >= 9 ? blanks : text.trim().split(/[\s,]+/);
      const numbers = words.slice(0, 8).map(Number);
      if (words.length < 9 || numbers.some((one) => !Number.isFinite(one))) {
        problems.add(
          file,
          `line ${at + 1}`,
          'A line has eight numbers, a class and a difficulty; this one has not. It is left out.',
        );
        return;
      }
      const last = words.at(-1) ?? '';
      const hasDifficulty = words.length > 9 && /^\d$/.test(last);
      const corners = [0, 2, 4, 6].map((i): Point => [numbers[i], numbers[i + 1]]) as [
        Point,
        Point,
        Point,
        Point,
      ];
      lines.push(at + 1);
      item.objects.push({
        class: words.slice(8, hasDifficulty ? -1 : undefined).join(' '),
        shape: quadShape(corners),
        attributes: hasDifficulty ? { difficult: Number(last) } : {},
      });
    });
    yield item;
  }
}

/** `labelTxt/<name>.txt` and `images/<name>`, under the split where there is one. */
async function* serializeDota(
  dataset: DatasetStream,
  { withImages, drop }: SerializeContext,
): AsyncGenerator<OutputFile> {
  const encoder = new TextEncoder();
  const taken = new Set<string>();
  for await (const item of dataset.items()) {
    const folder = item.split === undefined ? '' : `${item.split}/`;
    const lines = ['imagesource', 'gsd'].flatMap((name) =>
      item.metadata?.[name] === undefined ? [] : [`${name}:${item.metadata[name]}`],
    );
    for (const object of item.objects) {
      const { corners } = quadOf(object.shape);
      // A name with blanks would be read as more columns by other tools.
      const name = object.class.trim().replace(/\s+/g, '-');
      lines.push(
        `${corners.flat().map(rounded).join(' ')} ${name === '' ? 'unnamed' : name} ${difficultyOf(object)}`,
      );
    }
    const [ending = ''] = /\.[^./]+$/.exec(item.key) ?? [];
    const stem = item.key.slice(0, item.key.length - ending.length).replace(/^images\//, '');
    const place = freeImageName(folder + stem, taken, drop).slice(folder.length);
    yield {
      path: `${folder}labelTxt/${place}.txt`,
      content: encoder.encode(lines.map((line) => `${line}\n`).join('')),
    };
    if (withImages) yield { path: `${folder}images/${place}${ending}`, imageOf: item.key };
  }
}

/** 0 or 1, and 2 in DOTA 2.0. */
function difficultyOf({ attributes }: ExchangeObject): number {
  const value = numberOfAttribute(attributes?.['difficult'], 0);
  return Number.isInteger(value) && value >= 0 && value <= 9 ? value : 0;
}
