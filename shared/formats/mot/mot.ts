import type { AttributeValues } from '../../labels/attributes.ts';
import { isSwitchedOn } from '../attribute-value.ts';
import { BOXES_ONLY } from '../box-capabilities.ts';
import { classNames } from '../class-names.ts';
import type { ExchangeItem } from '../exchange-item.ts';
import type { DatasetStream, Format, ParseContext, SerializeContext } from '../format.ts';
import { numberOf, pixelsOf, rounded } from '../number-of.ts';
import type { OutputFile } from '../output-file.ts';
import { linesOf, readText } from '../read-file.ts';
import { shapeBounds } from '../shape-bounds.ts';
import { streamCsv } from '../stream-csv.ts';

/** Classes of MOT16 and later, when the sequence brings no labels.txt. Source: "MOT16: A Benchmark", table 2. */
const MOT16 = [
  'pedestrian',
  'person on vehicle',
  'car',
  'bicycle',
  'motorbike',
  'non motorized vehicle',
  'static person',
  'distractor',
  'occluder',
  'occluder on the ground',
  'occluder full',
  'reflection',
  'crowd',
];
const MAX_FRAMES = 1_000_000;

/** MOTChallenge: `gt/gt.txt` or `det/det.txt` beside `seqinfo.ini` (motchallenge.net). Numbers are taken as they stand. */
export const mot: Format = {
  name: 'mot',
  title: 'MOTChallenge',
  capabilities: {
    ...BOXES_ONLY,
    attributes: ['visibility', 'ignore'],
    values: { visibility: ['number'], ignore: ['bit', 'switch'] },
    tracks: true,
    ontology: ['classes'],
  },
  losses: ({ assets, namedTracks }) => [
    { what: 'name of an image', count: assets, reason: 'MOT frames are numbered' },
    { what: 'name of a track', count: namedTracks, reason: 'MOT tracks are numbered' },
  ],
  async detect(probe) {
    const candidates = probe.main === undefined ? probe.files.map((file) => file.path) : [probe.main];
    for (const path of candidates.filter((one) => /(^|\/)(gt|det)\.txt$/i.test(one)).slice(0, 5)) {
      if (/^\s*\d+\s*,\s*-?\d+(\.0+)?\s*,(\s*-?[\d.]+(e[-+]?\d+)?\s*,?){4,}/i.test(await probe.head(path)))
        return 0.95;
    }
    // Trackers write one file a sequence, named after it.
    for (const path of candidates.filter((one) => /\.txt$/i.test(one)).slice(0, 5)) {
      const lines = (await probe.head(path)).split(/\r\n|\n|\r/).slice(0, 3);
      const line = /^\s*\d+(\.0+)?\s*,\s*-?\d+(\.0+)?(\s*,\s*-?[\d.]+(e[-+]?\d+)?){5,8}\s*$/i;
      if (lines.filter((one) => one !== '').length > 0 && lines.every((one) => one === '' || line.test(one)))
        return 0.6;
    }
    return 0;
  },
  parse: parseMot,
  serialize: serializeMot,
};

async function* parseMot(context: ParseContext): AsyncGenerator<ExchangeItem> {
  const { source } = context;
  const files = (await source.list()).map((file) => file.path);
  const tracks =
    source.main === undefined ? files.filter((file) => /(^|\/)gt\.txt$/i.test(file)) : [source.main];
  const isTold = new Set(tracks.map(sequenceOf));
  // The sequences of a test set have detections only.
  const detections =
    source.main === undefined
      ? files.filter((file) => /(^|\/)det\.txt$/i.test(file) && !isTold.has(sequenceOf(file)))
      : [];
  const results = files.filter(
    (file) => /\.txt$/i.test(file) && !/(^|\/)(labels|readme[^/]*|license)\.txt$/i.test(file),
  );
  const found = [[...tracks, ...detections], results].find((list) => list.length > 0) ?? [];
  if (found.length === 0) context.problems.add(source.main ?? '', '', 'There is no gt.txt or det.txt here.');
  for (const file of found) yield* parseSequence(file, files, context);
}

/** The folder of a sequence, in which `gt` and `det` lie. */
function sequenceOf(file: string): string {
  return file.replace(/(^|\/)((gt|det)\/)?[^/]*$/, '');
}

async function* parseSequence(
  file: string,
  files: string[],
  { source, problems, images, ontology }: ParseContext,
): AsyncGenerator<ExchangeItem> {
  const folder = sequenceOf(file);
  const prefix = folder === '' ? '' : `${folder}/`;
  const beside = file.slice(0, file.lastIndexOf('/') + 1);
  const info = await readInfo(
    files.find((one) => one === `${prefix}seqinfo.ini`),
    source,
  );
  const list = files.find((one) => one === `${beside}labels.txt` || one === `${prefix}labels.txt`);
  const names =
    list === undefined ? undefined : linesOf(await readText(source, list)).map((one) => one.trim());
  for (const name of names ?? []) if (name !== '') ontology.declareClass(name);
  const isTruth = /gt\.txt$/i.test(file);
  const imageFolder = `${prefix}${info.get('imDir') ?? 'img1'}/`;
  const nameOf = (frame: number): string =>
    `${imageFolder}${String(frame).padStart(6, '0')}${info.get('imExt') ?? '.jpg'}`;
  const inFolder = (await images.all()).filter((path) => path.startsWith(imageFolder));
  // CVAT keeps the names of the images; frame 1 is then the first of them.
  const areNumbered = inFolder.some((path) => /\/0*1\.[^./]+$/.test(path));
  const frames = new Map<number, { item: ExchangeItem; lines: number[] }>();
  const frameOf = async (frame: number): Promise<{ item: ExchangeItem; lines: number[] }> => {
    let found = frames.get(frame);
    if (found) return found;
    const name = nameOf(frame);
    const path = await images.resolve(areNumbered ? name : (inFolder.at(frame - 1) ?? name));
    const [width, height] = [pixelsOf(info.get('imWidth')), pixelsOf(info.get('imHeight'))];
    const size =
      width !== undefined && height !== undefined
        ? { width, height }
        : path === undefined
          ? undefined
          : await images.sizeOfFile(path);
    const lines: number[] = [];
    found = {
      lines,
      item: {
        key: path ?? name,
        ...size,
        objects: [],
        classifications: [],
        origin: { file, where: (at) => (at < 0 ? `frame ${frame}` : `line ${lines[at]}`) },
      },
    };
    frames.set(frame, found);
    return found;
  };
  for await (const { line, cells } of streamCsv(source, file)) {
    const values = cells.map((cell) => numberOf(cell));
    const [frame, track, x, y, width, height, confidence, classId, visibility] = values;
    if (
      frame === undefined ||
      x === undefined ||
      y === undefined ||
      width === undefined ||
      height === undefined ||
      frame < 0
    ) {
      problems.add(
        file,
        `line ${line}`,
        'A line has a frame, a track and four numbers of a box; this one has not. It is left out.',
      );
      continue;
    }
    const { item, lines } = await frameOf(frame);
    const attributes: AttributeValues = {};
    if (isTruth && visibility !== undefined && visibility >= 0) attributes['visibility'] = visibility;
    // In ground truth the seventh column says whether the box counts, in detections how sure it is.
    if (isTruth && confidence === 0) attributes['ignore'] = 1;
    lines.push(line);
    item.objects.push({
      class:
        classId === undefined || classId < 1
          ? (names?.[0] ?? 'object')
          : (names?.[classId - 1] ??
            (names ? `class ${classId}` : (MOT16[classId - 1] ?? `class ${classId}`))),
      shape: { type: 'box', x, y, width, height },
      attributes,
      ...(track === undefined || track < 0 ? {} : { trackId: String(track) }),
      ...(isTruth || confidence === undefined || confidence < 0 || confidence > 1
        ? {}
        : { confidence, source: 'model' }),
    });
  }
  const length = numberOf(info.get('seqLength')) ?? inFolder.length;
  for (let frame = 1; frame <= Math.min(length, MAX_FRAMES); frame++) await frameOf(frame);
  for (const [, { item }] of [...frames].sort(([a], [b]) => a - b)) yield item;
}

async function readInfo(
  file: string | undefined,
  source: ParseContext['source'],
): Promise<Map<string, string>> {
  const info = new Map<string, string>();
  if (file === undefined) return info;
  for (const line of linesOf(await readText(source, file))) {
    const equals = line.indexOf('=');
    if (equals > 0) info.set(line.slice(0, equals).trim(), line.slice(equals + 1).trim());
  }
  return info;
}

/** One sequence: frames are numbered in order; objects without a track get −1. */
async function* serializeMot(
  dataset: DatasetStream,
  { withImages }: SerializeContext,
): AsyncGenerator<OutputFile> {
  const encoder = new TextEncoder();
  const names = classNames(dataset.ontology);
  const ids = new Map(names.map((name, at) => [name, at + 1]));
  const tracks = new Map<string, number>();
  let frame = 0;
  let size = '';
  const rows = async function* (): AsyncGenerator<Uint8Array> {
    for await (const item of dataset.items()) {
      frame++;
      if (size === '' && item.width !== undefined) size = `imWidth=${item.width}\nimHeight=${item.height}\n`;
      let text = '';
      for (const object of item.objects) {
        const box = shapeBounds(object.shape);
        const track = object.trackId === undefined ? -1 : numberOfTrack(object.trackId, tracks);
        const visibility = object.attributes?.['visibility'];
        text += [
          frame,
          track,
          ...[box.x, box.y, box.width, box.height].map(rounded),
          isSwitchedOn(object.attributes?.['ignore']) ? 0 : 1,
          ids.get(object.class) ?? 1,
          typeof visibility === 'number' ? visibility : 1,
        ].join(',');
        text += '\n';
      }
      yield encoder.encode(text);
    }
  };
  yield { path: 'gt/gt.txt', content: rows() };
  yield { path: 'gt/labels.txt', content: encoder.encode(names.map((name) => `${name}\n`).join('')) };
  yield {
    path: 'seqinfo.ini',
    content: encoder.encode(
      `[Sequence]\nname=lapidary\nimDir=img1\nframeRate=30\nseqLength=${frame}\n${size}imExt=.jpg\n`,
    ),
  };
  if (!withImages) return;
  let number = 0;
  for await (const item of dataset.items()) {
    yield {
      path: `img1/${String(++number).padStart(6, '0')}${/\.[^./]+$/.exec(item.key)?.[0] ?? '.jpg'}`,
      imageOf: item.key,
    };
  }
}

/** Numbers stay; other names of tracks are numbered from a million on, where no number will meet them. */
function numberOfTrack(name: string, tracks: Map<string, number>): number {
  if (/^(0|[1-9]\d{0,5})$/.test(name)) return Number(name);
  let number = tracks.get(name);
  if (number === undefined) tracks.set(name, (number = 1_000_000 + tracks.size));
  return number;
}
