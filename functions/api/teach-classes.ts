import type { Blobs } from '../../shared/blobs/blobs.ts';
import { crossValidate } from '../../shared/curation/micro-model/cross-validate.ts';
import { predictProbabilities } from '../../shared/curation/micro-model/predict-probabilities.ts';
import { rocCurve } from '../../shared/curation/micro-model/roc-curve.ts';
import { predictionMetrics } from '../../shared/curation/predictions/prediction-metrics.ts';
import { vectorTable } from '../../shared/curation/vectors/vector-table.ts';
import { InvalidInput, NotFound } from '../../shared/errors.ts';
import { SHARD_COUNT } from '../../shared/store/keys.ts';
import type { Curation } from '../../shared/store/records/curation.ts';
import { readPack } from '../describe-shard/packed-image.ts';

/** What a person shows: a class and images of it. */
export interface TaughtClass {
  name: string;
  assetIds: readonly string[];
}

export interface TaughtImage {
  assetId: string;
  /** Index of the most probable class. */
  classIndex: number;
  probability: number;
  /** Entropy in bits: how unsure the model is. */
  doubt: number;
}

export interface Teaching {
  /** Of examples that the judging model had not seen. */
  accuracy: number;
  logLoss: number;
  calibratedLogLoss: number;
  /** One per class, each against the rest, at most 100 points. */
  roc: { area: number; points: { falsePositiveRate: number; truePositiveRate: number }[] }[];
  /** Every image that was not shown. */
  images: TaughtImage[];
}

const CURVE_POINTS = 100;
/** Vectors have length 1, so that a weak penalty is needed to tell classes apart. */
const STRENGTH = 10;

/**
 * Trains a small model on a few examples of each class, by the vectors of a curation, and applies it to all other
 * images. Judged by cross-validation, with calibrated probabilities.
 *
 * @throws InvalidInput when a class has fewer than two examples among the compared images, or an image two classes
 */
export async function teachClasses(
  { projectId, embedding }: Pick<Curation, 'projectId' | 'embedding'>,
  classes: readonly TaughtClass[],
  blobs: Pick<Blobs, 'get'>,
): Promise<Teaching> {
  const shownAs = new Map<string, number>();
  for (const [index, { name, assetIds }] of classes.entries())
    for (const id of assetIds) {
      const other = shownAs.get(id);
      if (other !== undefined && other !== index)
        throw new InvalidInput(`An image is shown as "${classes[other].name}" and as "${name}".`);
      shownAs.set(id, index);
    }
  const packs = [];
  for (let shard = 0; shard < SHARD_COUNT; shard++) {
    const pack = await readPack(projectId, embedding, shard, blobs);
    if (pack.rows.length > 0) packs.push(pack);
  }
  if (packs.length === 0) throw new NotFound('vectors of project', projectId);
  const { dimensions } = packs[0];
  const examples: Float32Array[] = [];
  const labels: number[] = [];
  for (const { rows, data } of packs)
    for (const [row, { assetId }] of rows.entries()) {
      const shown = shownAs.get(assetId);
      if (shown === undefined) continue;
      examples.push(data.subarray(row * dimensions, (row + 1) * dimensions));
      labels.push(shown);
    }
  for (const [index, { name }] of classes.entries())
    if (labels.filter((label) => label === index).length < 2)
      throw new InvalidInput(`Show at least two compared images of "${name}".`);

  const data = new Float32Array(examples.length * dimensions);
  for (const [at, vector] of examples.entries()) data.set(vector, at * dimensions);
  const table = vectorTable(data, dimensions);
  const judged = crossValidate(table, labels, { C: STRENGTH, classWeights: 'balanced' });
  const count = classes.length;
  const roc = classes.map((_, index) => {
    const scores = Float64Array.from(labels, (__, at) => judged.probabilities[at * count + index]);
    const { area, points } = rocCurve(
      scores,
      labels.map((label) => label === index),
    );
    const step = Math.max(1, Math.ceil(points.length / CURVE_POINTS));
    const kept = points.filter((__, at) => at % step === 0 || at === points.length - 1);
    return {
      area,
      points: kept.map(({ falsePositiveRate, truePositiveRate }) => ({
        falsePositiveRate,
        truePositiveRate,
      })),
    };
  });
  const images: TaughtImage[] = [];
  for (const { rows, data: vectors } of packs) {
    const probabilities = predictProbabilities(judged.model, {
      count: rows.length,
      dimensions,
      data: vectors,
    });
    for (const [row, { assetId }] of rows.entries()) {
      if (shownAs.has(assetId)) continue;
      const own = probabilities.subarray(row * count, (row + 1) * count);
      let classIndex = 0;
      for (let c = 1; c < count; c++) if (own[c] > own[classIndex]) classIndex = c;
      const doubt = predictionMetrics(own).entropy;
      images.push({ assetId, classIndex, probability: own[classIndex], doubt });
    }
  }
  const { accuracy, logLoss, calibratedLogLoss } = judged;
  return { accuracy, logLoss, calibratedLogLoss, roc, images };
}
