import { ModelUnusable } from '../errors.ts';
import type { Detection } from './detection.ts';
import type { DetectorAnswer } from './detector-profile.ts';
import type { Tensor, Tensors } from './tensor.ts';

/**
 * The detections in a model's answer, in pixels of its input, those rated below `minimumScore` left out.
 *
 * @throws ModelUnusable when the shapes do not fit the layout or the number of classes
 */
export function readDetections(
  tensors: Tensors,
  answer: DetectorAnswer,
  options: { side: number; classes: number; minimumScore: number },
): Detection[] {
  if (answer.layout === 'queries') {
    return readQueries(tensors[answer.logits], tensors[answer.boxes], answer.scores, options);
  }
  const [only] = Object.values(tensors);
  return answer.layout === 'rows' ? readRows(only, options) : readGrid(only, answer, options);
}

interface Options {
  side: number;
  classes: number;
  minimumScore: number;
}

function readGrid(
  tensor: Tensor,
  answer: Extract<DetectorAnswer, { layout: 'grid' }>,
  { classes, minimumScore }: Options,
): Detection[] {
  const first = answer.objectness ? 5 : 4;
  const values = numbersOf(tensor, 3);
  const count = tensor.dims[answer.candidates];
  requireSize(tensor, tensor.dims[3 - answer.candidates], first + classes);
  // Where value `k` of candidate `i` stands.
  const at =
    answer.candidates === 1
      ? (i: number, k: number) => i * (first + classes) + k
      : (i: number, k: number) => k * count + i;
  const found: Detection[] = [];
  for (let i = 0; i < count; i++) {
    let best = 0;
    for (let k = 1; k < classes; k++) if (values[at(i, first + k)] > values[at(i, first + best)]) best = k;
    const score = values[at(i, first + best)] * (answer.objectness ? values[at(i, 4)] : 1);
    if (score < minimumScore) continue;
    const [cx, cy, width, height] = [0, 1, 2, 3].map((k) => values[at(i, k)]);
    found.push({ box: { x: cx - width / 2, y: cy - height / 2, width, height }, classIndex: best, score });
  }
  return found;
}

function readRows(tensor: Tensor, { classes, minimumScore }: Options): Detection[] {
  const values = numbersOf(tensor, 3);
  requireSize(tensor, tensor.dims[2], 6);
  const found: Detection[] = [];
  for (let at = 0; at < values.length; at += 6) {
    const [x0, y0, x1, y1, score, classIndex] = values.subarray(at, at + 6);
    if (score < minimumScore) continue;
    if (!Number.isInteger(classIndex) || classIndex < 0 || classIndex >= classes) {
      throw new ModelUnusable(
        `The model answered class ${classIndex}, but its description names ${classes}.`,
      );
    }
    found.push({ box: { x: x0, y: y0, width: x1 - x0, height: y1 - y0 }, classIndex, score });
  }
  return found;
}

function readQueries(
  logits: Tensor,
  boxes: Tensor,
  scores: 'softmax' | 'sigmoid',
  { side, classes, minimumScore }: Options,
): Detection[] {
  const rated = numbersOf(logits, 3);
  const places = numbersOf(boxes, 3);
  const width = scores === 'softmax' ? classes + 1 : classes;
  requireSize(logits, logits.dims[2], width);
  requireSize(boxes, boxes.dims[1], logits.dims[1]);
  const found: Detection[] = [];
  for (let i = 0; i < logits.dims[1]; i++) {
    const row = rated.subarray(i * width, (i + 1) * width);
    let best = 0;
    for (let k = 1; k < classes; k++) if (row[k] > row[best]) best = k;
    const highest = Math.max(...row);
    const sum = row.reduce((all, value) => all + Math.exp(value - highest), 0);
    const score = scores === 'softmax' ? Math.exp(row[best] - highest) / sum : 1 / (1 + Math.exp(-row[best]));
    if (score < minimumScore) continue;
    const [cx, cy, w, h] = places.subarray(4 * i, 4 * i + 4).map((share) => share * side);
    found.push({ box: { x: cx - w / 2, y: cy - h / 2, width: w, height: h }, classIndex: best, score });
  }
  return found;
}

function numbersOf(tensor: Tensor, rank: number): Float32Array {
  if (tensor.type !== 'float32' || tensor.dims.length !== rank || tensor.dims[0] !== 1) {
    throw new ModelUnusable(
      `The model answered a tensor of shape [${tensor.dims.join(', ')}]: its profile does not fit.`,
    );
  }
  return tensor.data;
}

function requireSize(tensor: Tensor, found: number, expected: number): void {
  if (found === expected) return;
  throw new ModelUnusable(
    `The model answered a tensor of shape [${tensor.dims.join(', ')}], with ${found} where its profile and classes need ${expected}.`,
  );
}
