import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { boundaryIou } from './boundary-iou.ts';
import {
  addPanopticImage,
  meanPanopticScore,
  panopticScore,
  type PanopticCounts,
  type PanopticScore,
  type PanopticSegment,
} from './panoptic-quality.ts';
import { normalizeAnswer, vqaAccuracy } from './vqa-accuracy.ts';

/** Lengths and values of equal pixels, row by row. */
type Runs = [number, number][];
/** Id, class, and 1 for a crowd. */
type Segment = [number, number, number];

/** Written by `test/interop/eval-regions.py` with OpenCV, panopticapi and vqaEval. */
interface Golden {
  boundaries: { height: number; width: number; truth: Runs; found: Runs; iou: number }[];
  panoptic: {
    images: { truth: Runs; found: Runs; truthSegments: Segment[]; foundSegments: Segment[] }[];
    mean: PanopticScore & { n: number };
    perClass: Record<string, PanopticScore>;
  }[];
  vqa: { normal: [string, string][]; cases: [string, string[], number][] };
}

const golden = JSON.parse(readFileSync(new URL('./regions.golden.json', import.meta.url), 'utf8')) as Golden;
const pixels = (runs: Runs): Uint8Array =>
  Uint8Array.from(runs.flatMap(([length, value]) => Array.from({ length }, () => value)));
const segments = (list: Segment[]): PanopticSegment[] =>
  list.map(([id, categoryId, crowd]) => ({ id, categoryId, isCrowd: crowd === 1 }));

it('finds the boundaries of OpenCV', () => {
  for (const { height, width, truth, found, iou } of golden.boundaries) {
    expect(boundaryIou(pixels(truth), pixels(found), height, width)).toBe(iou);
  }
});

it('gives the panoptic quality of panopticapi, with crowds and unlabelled ground', () => {
  for (const { images, mean, perClass } of golden.panoptic) {
    const counts = new Map<number, PanopticCounts>();
    for (const { truth, found, truthSegments, foundSegments } of images) {
      addPanopticImage(
        counts,
        pixels(truth),
        segments(truthSegments),
        pixels(found),
        segments(foundSegments),
      );
    }
    const { n, ...means } = mean;
    const own = meanPanopticScore(counts);
    expect(own.classes).toBe(n);
    for (const name of ['pq', 'sq', 'rq'] as const) expect(own[name]).toBeCloseTo(means[name], 12);
    for (const [id, wanted] of Object.entries(perClass)) {
      const score = panopticScore(counts.get(Number(id)) ?? { iouSum: 0, right: 0, wrong: 0, missed: 0 });
      for (const name of ['pq', 'sq', 'rq'] as const) expect(score[name]).toBeCloseTo(wanted[name], 12);
    }
  }
});

it('reads answers as vqaEval does, slips included', () => {
  for (const [text, normal] of golden.vqa.normal) expect(normalizeAnswer(text), text).toBe(normal);
  for (const [given, said, accuracy] of golden.vqa.cases) {
    expect(vqaAccuracy(given, said), `${given} beside ${said.join(' | ')}`).toBeCloseTo(accuracy, 12);
  }
});
