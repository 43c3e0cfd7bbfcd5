import type { ExchangeItem } from '../exchange-item.ts';
import type { ParseContext } from '../format.ts';
import { isImagePath } from '../image-index.ts';
import { linesOf, readText } from '../read-file.ts';
import { chooseImages } from './choose-images.ts';
import { guessKeypoints, guessYoloTask } from './guess-yolo-task.ts';
import { parseFolders } from './parse-folders.ts';
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
  const task =
    (settings['task'] as YoloTask | undefined) ?? (await guessYoloTask(context, [...labels], yaml));
  if (task === 'pose' && !yaml.keypoints) {
    yaml.keypoints = await guessKeypoints(context, [...labels]);
    const [points, values] = yaml.keypoints;
    problems.add(
      yaml.file ?? '',
      '',
      `There is no kpt_shape; the lines look like ${points} keypoints of ${values} values each.`,
    );
    for (const name of yaml.names.values()) ontology.declareClass(name, skeletonOf(yaml));
  }
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
    // `names: obj.names` names a file of names, one a line.
    const listed = yaml.namesFile?.split(/[\\/]/).at(-1);
    const names = listed === undefined ? undefined : paths.find((path) => path.split('/').at(-1) === listed);
    if (names !== undefined)
      linesOf(await readText(source, names)).forEach((name, id) => yaml.names.set(id, name.trim()));
    if (yaml.names.size > 0 || yaml.splits.length > 0) return { ...yaml, file };
  }
  const names = new Map<number, string>();
  const list = paths.find((path) =>
    /(^|\/)(classes\.txt|predefined_classes\.txt|[^/]*\.names|_darknet\.labels)$/i.test(path),
  );
  if (list !== undefined) {
    linesOf(await readText(source, list)).forEach((name, id) => {
      if (name.trim() !== '') names.set(id, name.trim());
    });
  }
  // Darknet and CVAT's YOLO 1.1 have no data.yaml: `train.txt` lists the images of that split.
  const splits: DataYaml['splits'] = [];
  for (const path of paths) {
    const split = /(?:^|\/)(train|val|valid|test)\.txt$/i.exec(path)?.[1];
    const [first] = split === undefined ? [] : linesOf(await readText(source, path));
    if (split !== undefined && first !== undefined && isImagePath(first.trim()))
      splits.push({ split: split.toLowerCase(), paths: [path] });
  }
  return { names, root: '.', splits, keypointNames: [], ...(list === undefined ? {} : { file: list }) };
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
