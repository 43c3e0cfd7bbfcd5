import type { ExchangeItem } from '../exchange-item.ts';
import type { FormatSettings, ParseContext } from '../format.ts';
import { linesOf, readText } from '../read-file.ts';
import { type DataYaml, readDataYaml } from './read-data-yaml.ts';
import { readYoloLine, type YoloTask } from './read-yolo-line.ts';

const LABEL_FOLDER = /(^|\/)labels(\/|$)/;

/**
 * YOLO in Ultralytics' layout and its many neighbours: `data.yaml` or `classes.txt` or `obj.names`; labels under
 * `labels/` mirroring `images/`, or beside the images; splits as folders, lists of paths, or none. A folder of images
 * sorted into folders of class names is read as classification.
 */
export async function* parseYolo(context: ParseContext): AsyncGenerator<ExchangeItem> {
  const { source, problems, images, settings, ontology } = context;
  const files = await source.list();
  const paths = new Set(files.map((file) => file.path));
  const yaml = await readYaml(context, [...paths]);
  const labels = new Set(
    [...paths].filter(
      (path) =>
        /\.txt$/i.test(path) &&
        !/(^|\/)(classes|obj|train|val|valid|test|notes|readme[^/]*|source|predefined_classes|requirements|license)\.txt$/i.test(
          path,
        ),
    ),
  );
  const all = await images.all();
  if (labels.size === 0 && yaml.file === undefined) {
    yield* parseFolders(all, context);
    return;
  }
  if (yaml.names.size === 0 && files.some((file) => labels.has(file.path) && file.size > 0))
    problems.add(yaml.file ?? '', '', 'There are no class names; classes are named by their ids.');
  for (const name of [...yaml.names].sort(([a], [b]) => a - b).map(([, one]) => one)) {
    ontology.declareClass(name, skeletonOf(yaml));
  }
  const chosen = await chooseImages(yaml, all, context);
  const task = (settings['task'] as YoloTask | undefined) ?? (await guessTask(context, [...labels], yaml));
  const used = new Set<string>();
  for (const { path, split } of chosen) {
    const label = labelOf(path, labels);
    if (label === undefined && labels.size > 0) {
      problems.add(path, '', 'There is no label file for this image; it is taken for background.');
    }
    if (label !== undefined) used.add(label);
    yield await readImage(path, label, split, task, yaml, context);
  }
  for (const label of labels) {
    if (used.has(label)) continue;
    // A label whose image is absent cannot be placed: its numbers are fractions of an unknown size.
    if (chosen.length > 0 || LABEL_FOLDER.test(label))
      problems.add(label, '', 'There is no image for this label file; it is left out.');
  }
}

async function readImage(
  path: string,
  label: string | undefined,
  split: string | undefined,
  task: YoloTask,
  yaml: DataYaml,
  { source, problems, images }: ParseContext,
): Promise<ExchangeItem> {
  const item: ExchangeItem = { key: path, objects: [], classifications: [] };
  if (split !== undefined) item.split = split;
  const size = await images.sizeOfFile(path);
  if (size) Object.assign(item, size);
  if (label === undefined) return item;
  if (!size) {
    problems.add(
      path,
      '',
      'The size of the image cannot be read, so its labels cannot be placed; they are left out.',
    );
    return item;
  }
  const lines: number[] = [];
  item.origin = { file: label, where: (at) => (at < 0 || at >= lines.length ? '' : `line ${lines[at]}`) };
  linesOf(await readText(source, label)).forEach((text, at) => {
    if (text.trim() === '') return;
    const where = `line ${at + 1}`;
    const line = readYoloLine(text, task, size.width, size.height, yaml.keypoints);
    if (typeof line === 'string') {
      problems.add(label, where, `${line} The line is left out.`);
      return;
    }
    const name = yaml.names.get(line.classId);
    if (name === undefined && yaml.names.size > 0) {
      problems.add(label, where, `The class id ${line.classId} is not in names; the line is left out.`);
      return;
    }
    lines.push(at + 1);
    item.objects.push({
      class: name ?? String(line.classId),
      shape: line.shape,
      attributes: line.box === undefined ? {} : { bbox: line.box },
      ...(line.confidence === undefined ? {} : { confidence: line.confidence, source: 'model' }),
      ...(line.trackId === undefined ? {} : { trackId: line.trackId }),
    });
  });
  return item;
}

/** `images/…/a.jpg` → `labels/…/a.txt` (the last `images` of the path), or beside the image. */
function labelOf(image: string, labels: ReadonlySet<string>): string | undefined {
  const stem = image.replace(/\.[^./]+$/, '');
  const at = `/${stem}`.lastIndexOf('/images/');
  const mirrored = at < 0 ? undefined : `/${stem}`.slice(1, at + 1) + 'labels/' + `/${stem}`.slice(at + 8);
  const candidates = [
    mirrored,
    stem,
    `labels/${stem}`,
    `${stem.slice(0, stem.lastIndexOf('/') + 1)}labels/${stem.slice(stem.lastIndexOf('/') + 1)}`,
  ];
  for (const candidate of candidates) {
    if (candidate === undefined) continue;
    for (const ending of ['.txt', '.TXT']) if (labels.has(candidate + ending)) return candidate + ending;
  }
  return undefined;
}

async function readYaml(context: ParseContext, paths: string[]): Promise<DataYaml & { file?: string }> {
  const { source, problems } = context;
  const yamls =
    source.main !== undefined && /\.ya?ml$/i.test(source.main)
      ? [source.main]
      : paths.filter((path) => /(^|\/)[^/]*\.ya?ml$/i.test(path));
  for (const file of yamls.sort((a, b) => a.split('/').length - b.split('/').length)) {
    const yaml = readDataYaml(await readText(source, file), (reason) => problems.add(file, '', reason));
    if (yaml.names.size > 0 || yaml.splits.length > 0) return { ...yaml, file };
  }
  const names = new Map<number, string>();
  const list = paths.find((path) => /(^|\/)(classes\.txt|predefined_classes\.txt|[^/]*\.names)$/i.test(path));
  if (list !== undefined) {
    linesOf(await readText(source, list)).forEach((name, id) => {
      if (name.trim() !== '') names.set(id, name.trim());
    });
  }
  return { names, root: '.', splits: [], keypointNames: [], ...(list === undefined ? {} : { file: list }) };
}

/**
 * The images of each split. Paths of `data.yaml` are tried below its `path`, beside the yaml, and by their last
 * folders; when nothing of them is here (somebody else's laptop) all images are taken, split by their folders.
 */
async function chooseImages(
  yaml: DataYaml & { file?: string },
  all: string[],
  { source, problems, images }: ParseContext,
): Promise<{ path: string; split?: string }[]> {
  const base = yaml.file?.includes('/') ? yaml.file.slice(0, yaml.file.lastIndexOf('/')) : '';
  const chosen = new Map<string, string | undefined>();
  const missing: string[] = [];
  const folders = new Map<string, string>();
  for (const { split, paths } of yaml.splits) {
    for (const path of paths) {
      const candidates = [join(base, yaml.root, path), join(base, path), join(path)];
      let isFound = false;
      for (const folder of candidates) {
        if (folder === undefined || isFound) continue;
        if (/\.txt$/i.test(folder)) {
          const lists = (await source.list()).filter((file) => file.path === folder);
          for (const list of lists) {
            isFound = true;
            for (const line of linesOf(await readText(source, list.path))) {
              const image = line.trim() === '' ? undefined : await images.resolve(line.trim());
              if (image !== undefined && !chosen.has(image)) chosen.set(image, split);
              else if (image === undefined && line.trim() !== '')
                problems.add(list.path, '', `The image "${line.trim().slice(0, 200)}" is not here.`);
            }
          }
          continue;
        }
        const prefix = folder === '' ? '' : `${folder}/`;
        const inside = all.filter((image) => image.startsWith(prefix));
        if (inside.length === 0) continue;
        isFound = true;
        // Two splits of one folder are no splits, unless the folder itself is named after one.
        const isShared = folders.has(folder) && folders.get(folder) !== split;
        folders.set(folder, folders.get(folder) ?? split);
        for (const image of inside) {
          if (!chosen.has(image)) chosen.set(image, split);
          else if (isShared && chosen.get(image) !== split) chosen.set(image, splitOfPath(image));
        }
      }
      if (!isFound) missing.push(`${split}: ${path}`);
    }
  }
  for (const path of missing)
    problems.add(
      yaml.file ?? '',
      path.split(':')[0],
      `The path "${path.slice(path.indexOf(':') + 2)}" is not here.`,
    );
  if (chosen.size === 0) for (const image of all) chosen.set(image, splitOfPath(image));
  return [...chosen].map(([path, split]) => ({ path, ...(split === undefined ? {} : { split }) }));
}

function splitOfPath(path: string): string | undefined {
  return path
    .split('/')
    .slice(0, -1)
    .find((part) => /^(train|val|valid|validation|test|minival)(\d{4})?$/i.test(part));
}

/** Joins as a shell would; undefined for an absolute path or one that leads outside. */
function join(...parts: string[]): string | undefined {
  const result: string[] = [];
  for (const part of parts) {
    if (/^([A-Za-z]:)?[\\/]/.test(part)) return undefined;
    for (const name of part.replaceAll('\\', '/').split('/')) {
      if (name === '' || name === '.') continue;
      if (name !== '..') result.push(name);
      else if (result.pop() === undefined) return undefined;
    }
  }
  return result.join('/');
}

/** From the number of values a line: outlines of four points in every line are oriented boxes. */
async function guessTask(context: ParseContext, labels: string[], yaml: DataYaml): Promise<YoloTask> {
  if (yaml.keypoints) return 'pose';
  let lines = 0;
  let quads = 0;
  let outlines = 0;
  for (const label of labels.slice(0, 200)) {
    for (const line of linesOf(await readText(context.source, label)).slice(0, 50)) {
      const count = line.trim() === '' ? 0 : line.trim().split(/\s+/).length;
      if (count === 0) continue;
      lines++;
      if (count === 9 || count === 10) quads++;
      else if (count >= 7) outlines++;
    }
  }
  return lines > 0 && quads === lines ? 'obb' : outlines > 0 ? 'segment' : 'detect';
}

function skeletonOf(yaml: DataYaml): {
  shape?: 'keypoints';
  skeleton?: { points: { name: string }[]; edges: [number, number][] };
} {
  if (!yaml.keypoints) return {};
  const points = Array.from({ length: Math.min(1000, yaml.keypoints[0]) }, (_, at) => ({
    name: yaml.keypointNames[at] ?? String(at),
  }));
  return points.length > 0 ? { shape: 'keypoints', skeleton: { points, edges: [] } } : {};
}

/** Classification: `train/cat/1.jpg`. */
async function* parseFolders(
  all: string[],
  { images, ontology, settings }: ParseContext,
): AsyncGenerator<ExchangeItem> {
  for (const path of all) {
    const parts = path.split('/');
    const split = splitOfPath(path);
    const name = parts.at(-2);
    const item: ExchangeItem = {
      key: path,
      ...(await images.sizeOfFile(path)),
      objects: [],
      classifications: [],
    };
    if (split !== undefined) item.split = split;
    if (name !== undefined && name !== split) {
      item.classifications.push({
        name: classificationName(settings),
        answers: { [classificationName(settings)]: name },
      });
      ontology.declareTag(classificationName(settings));
    }
    yield item;
  }
}

function classificationName(settings: FormatSettings): string {
  return settings['classification'] ?? 'class';
}

/** Whether a text looks like a YOLO label file. */
export function looksLikeYolo(head: string): boolean {
  const lines = head
    .split(/\r\n|\n|\r/)
    .filter((line) => line.trim() !== '')
    .slice(0, 5);
  return (
    lines.length > 0 &&
    lines.every((line) => /^\s*\d+(\.0+)?(\s+[-+]?[\d.]+(e[-+]?\d+)?){4,}\s*$/i.test(line))
  );
}
