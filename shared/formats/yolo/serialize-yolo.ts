import type { Skeleton } from '../../labels/ontology.ts';
import type { Shape } from '../../labels/shape.ts';
import { classNames } from '../class-names.ts';
import type { ExchangeItem, ExchangeObject } from '../exchange-item.ts';
import type { DatasetStream, SerializeContext } from '../format.ts';
import { freeImageName } from '../free-name.ts';
import { roundedFraction } from '../number-of.ts';
import type { OutputFile } from '../output-file.ts';
import { quadOf } from '../quad-shape.ts';
import { shapeBounds } from '../shape-bounds.ts';
import { shapeOutline } from '../shape-outline.ts';
import { safeName } from '../split-of-dataset.ts';
import { pointsOfPose } from './points-of-pose.ts';
import type { YoloTask } from './read-yolo-line.ts';
import { yoloTask } from './yolo-task.ts';

const encoder = new TextEncoder();

/**
 * Ultralytics' layout: `data.yaml`, `labels/<split>/<name>.txt`, `images/<split>/<name>`. `task` (detect, segment,
 * pose, obb, classify) is chosen from the shapes when it is not given; shapes of another kind are converted or left
 * out and counted.
 */
export async function* serializeYolo(
  dataset: DatasetStream,
  context: SerializeContext,
): AsyncGenerator<OutputFile> {
  const { classes, classifications } = dataset.ontology;
  const shapes = new Set(classes.map((one) => one.shape));
  const task = yoloTask(context.settings, shapes, classifications.length > 0);
  if (task === 'classify') {
    yield* serializeFolders(dataset);
    return;
  }
  const ids = new Map(classNames(dataset.ontology).map((name, id) => [name, id]));
  const skeleton = dataset.ontology.classes.find((one) => one.skeleton)?.skeleton;
  let points = pointsOfPose(dataset.ontology) ?? 0;
  if (task === 'pose' && points === 0) {
    for await (const item of dataset.items())
      for (const { shape } of item.objects)
        if (shape.type === 'keypoints') points = Math.max(points, shape.points.length);
  }
  const splits = new Set<string>();
  const taken = new Set<string>();
  for await (const item of dataset.items()) {
    const split = safeName(item.split ?? 'train');
    splits.add(split);
    const name = placeOf(item, split, taken, context);
    const lines: string[] = [];
    for (const object of item.objects) {
      const id = ids.get(object.class) ?? ids.set(object.class, ids.size).get(object.class) ?? 0;
      if (item.width === undefined || item.height === undefined) continue;
      for (const values of linesOfObject(object, task, item.width, item.height, points, context)) {
        lines.push([id, ...values].join(' '));
      }
    }
    yield {
      path: `labels/${name.replace(/\.[^./]+$/, '')}.txt`,
      content: encoder.encode(lines.map((line) => `${line}\n`).join('')),
    };
    if (context.withImages) yield { path: `images/${name}`, imageOf: item.key };
  }
  yield {
    path: 'data.yaml',
    content: encoder.encode(dataYaml([...ids.keys()], [...splits], task, points, skeleton)),
  };
}

/** `<split>/<path without its own images/ and split folders>`, made unique: a.jpg and a.png share one label file. */
function placeOf(item: ExchangeItem, split: string, taken: Set<string>, { drop }: SerializeContext): string {
  const parts = item.key.split('/');
  const rest = parts
    .filter((part, at) => at === parts.length - 1 || (part !== 'images' && part !== split))
    .join('/');
  const dot = rest.lastIndexOf('.');
  const [stem, ending] = dot > rest.lastIndexOf('/') ? [rest.slice(0, dot), rest.slice(dot)] : [rest, ''];
  return freeImageName(`${split}/${stem}`, taken, drop) + ending;
}

function linesOfObject(
  object: ExchangeObject,
  task: YoloTask,
  width: number,
  height: number,
  points: number,
  context: SerializeContext,
): number[][] {
  const { shape } = object;
  const fraction = (value: number, of: number): number => roundedFraction(value / of);
  const boxOf = (one: { x: number; y: number; width: number; height: number }): number[] => [
    fraction(one.x + one.width / 2, width),
    fraction(one.y + one.height / 2, height),
    fraction(one.width, width),
    fraction(one.height, height),
  ];
  const flat = (ring: readonly (readonly number[])[]): number[] =>
    ring.flatMap(([x, y]) => [fraction(x, width), fraction(y, height)]);
  const score =
    object.confidence !== undefined && context.settings['confidence'] === 'true' ? [object.confidence] : [];
  if (task === 'pose') {
    if (shape.type !== 'keypoints') return [];
    const values: number[] = [];
    for (let i = 0; i < points; i++) {
      const point = shape.points.at(i);
      values.push(
        ...(point ? [fraction(point.x, width), fraction(point.y, height), point.visibility] : [0, 0, 0]),
      );
    }
    return [[...boxOf(keypointBox(object, shape)), ...values]];
  }
  if (task === 'obb') {
    return [[...flat(quadOf(shape).corners), ...score]];
  }
  if (task === 'segment' && shape.type !== 'box') {
    if (shape.type === 'keypoints' || shape.type === 'polyline' || shape.type === 'cuboid2d')
      return [[...boxOf(shapeBounds(shape)), ...score]];
    const parts = shapeOutline(shape);
    return parts.map((part) => [...flat(part[0]), ...score]);
  }
  return [[...boxOf(shapeBounds(shape)), ...score]];
}

function keypointBox(
  object: ExchangeObject,
  shape: Shape,
): { x: number; y: number; width: number; height: number } {
  const written = object.attributes?.['bbox'];
  if (typeof written === 'string') {
    const [x, y, width, height] = written.split(/[\s,]+/).map(Number);
    if (x + y + width + height <= Infinity) return { x, y, width, height };
  }
  return shapeBounds(shape);
}

function dataYaml(
  names: string[],
  splits: string[],
  task: YoloTask,
  points: number,
  skeleton: Skeleton | undefined,
): string {
  // Ultralytics takes an empty path as the folder of this file, and a dot as the folder where Python was started.
  const lines = ['path: ""'];
  const train = splits.includes('train') ? 'train' : splits[0];
  const val = splits.find((one) => /^val/i.test(one)) ?? splits.find((one) => /^test/i.test(one)) ?? train;
  if (train !== undefined) lines.push(`train: images/${train}`, `val: images/${val}`);
  const test = splits.find((one) => /^test/i.test(one));
  if (test !== undefined) lines.push(`test: images/${test}`);
  for (const other of splits)
    if (![train, val, test].includes(other)) lines.push(`${JSON.stringify(other)}: images/${other}`);
  if (task === 'pose') {
    lines.push(`kpt_shape: [${Math.max(points, 1)}, 3]`);
    if (skeleton)
      lines.push(
        'kpt_names:',
        '  0:',
        ...skeleton.points.map((point) => `    - ${JSON.stringify(point.name)}`),
      );
  }
  lines.push(`nc: ${names.length}`, 'names:', ...names.map((name, id) => `  ${id}: ${JSON.stringify(name)}`));
  return `${lines.join('\n')}\n`;
}

/** Classification: an image lies in the folder of its class; nothing else is written. */
async function* serializeFolders(dataset: DatasetStream): AsyncGenerator<OutputFile> {
  for await (const item of dataset.items()) {
    const [first] = item.classifications;
    if (first === undefined) continue;
    const answer = Object.values(first.answers)[0];
    const name = typeof answer === 'string' ? answer : first.name;
    yield {
      path: `${safeName(item.split ?? 'train')}/${safeName(name)}/${safeName(item.key.replaceAll('/', '_'))}`,
      imageOf: item.key,
    };
  }
}
