import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { captionBleu, type CaptionPair } from './caption-bleu.ts';
import { captionCider } from './caption-cider.ts';
import { classificationReport, type AverageRates } from './classification-report.ts';
import { corpusBleu } from './corpus-bleu.ts';
import { logLoss, topKAccuracy } from './probability-scores.ts';
import { captionRougeL, rougeScores } from './rouge.ts';
import { precisionRecallCurve, rocAucOneVsRest, rocCurve } from './score-curves.ts';
import { addSegmentation, segmentationScores } from './segmentation-scores.ts';
import { tokenizeCaption } from './tokenize-caption.ts';

interface Golden {
  reports: {
    truth: number[];
    predicted: number[];
    confusion: number[][];
    accuracy: number;
    balancedAccuracy: number | null;
    macro: AverageRates;
    micro: AverageRates;
    weighted: AverageRates;
    perClass: number[][];
    kappa: number | null;
    mcc: number | null;
  }[];
  binaries: { truth: number[]; scores: number[]; auc: number | null; averagePrecision: number }[];
  probabilities: { truth: number[]; rows: number[][]; logLoss: number; auc?: number; topK?: number[] }[];
  captions: {
    pairs: (CaptionPair & { raw: [string, string[]] })[];
    bleu: number[];
    rougeL: number;
    cider: number;
    tokens: [string, string][];
  };
  corpora: { candidates: string[]; references: string[][]; bleu: number }[];
  rouges: [string, string, Record<'rouge1' | 'rouge2' | 'rougeL', number[]>][];
  segmentations: { classes: number; truth: number[]; predicted: number[]; iou: number[]; dice: number[] }[];
}

const golden = JSON.parse(readFileSync(new URL('./metrics.golden.json', import.meta.url), 'utf8')) as Golden;

function expectClose(value: number, wanted: number | null, within: number): void {
  if (wanted === null) expect(value).toBeNaN();
  else expect(Math.abs(value - wanted)).toBeLessThanOrEqual(within);
}

function expectRates(rates: AverageRates, wanted: AverageRates): void {
  for (const name of ['precision', 'recall', 'f1'] as const) expectClose(rates[name], wanted[name], 1e-12);
}

describe('classification against scikit-learn', () => {
  it('agrees on every rate, with absent and single classes', () => {
    for (const wanted of golden.reports) {
      const report = classificationReport(wanted.truth, wanted.predicted);
      expect(report.confusion).toEqual(wanted.confusion);
      expectClose(report.accuracy, wanted.accuracy, 1e-12);
      expectClose(report.balancedAccuracy, wanted.balancedAccuracy, 1e-12);
      expectClose(report.kappa, wanted.kappa, 1e-12);
      expectClose(report.mcc, wanted.mcc, 1e-12);
      for (const name of ['macro', 'micro', 'weighted'] as const) expectRates(report[name], wanted[name]);
      report.perClass.forEach((one, k) => {
        const [precision, recall, f1, support] = wanted.perClass[k];
        expectRates(one, { precision, recall, f1 });
        expect(one.support).toBe(support);
      });
    }
  });

  it('agrees on ROC and precision-recall, with ties and a single class', () => {
    for (const { truth, scores, auc, averagePrecision } of golden.binaries) {
      expectClose(rocCurve(truth, scores).auc, auc, 1e-12);
      expectClose(precisionRecallCurve(truth, scores).averagePrecision, averagePrecision, 1e-12);
    }
  });

  it('agrees on log loss, top-k and one-against-rest areas', () => {
    for (const { truth, rows, logLoss: wanted, auc, topK } of golden.probabilities) {
      expectClose(logLoss(truth, rows), wanted, 1e-12);
      if (auc !== undefined) expectClose(rocAucOneVsRest(truth, rows), auc, 1e-12);
      topK?.forEach((share, i) => expectClose(topKAccuracy(truth, rows, i + 1), share, 1e-12));
    }
  });
});

describe('captions against pycocoevalcap, sacrebleu and rouge-score', () => {
  it('splits captions as the reference tokeniser does', () => {
    const { tokens, pairs } = golden.captions;
    for (const [text, wanted] of tokens) expect(tokenizeCaption(text)).toBe(wanted);
    for (const { raw, candidate, references } of pairs) {
      expect(tokenizeCaption(raw[0])).toBe(candidate);
      expect(raw[1].map(tokenizeCaption)).toEqual(references);
    }
  });

  it('agrees on BLEU-1 to BLEU-4, ROUGE-L and CIDEr, an empty caption among them', () => {
    const { pairs, bleu, rougeL, cider } = golden.captions;
    captionBleu(pairs).forEach((value, i) => expectClose(value, bleu[i], 1e-6));
    expectClose(captionRougeL(pairs), rougeL, 1e-6);
    expectClose(captionCider(pairs), cider, 1e-6);
  });

  it('agrees on corpus BLEU and ROUGE', () => {
    for (const { candidates, references, bleu } of golden.corpora) {
      expectClose(corpusBleu(candidates, references), bleu, 1e-6);
    }
    for (const [target, prediction, wanted] of golden.rouges) {
      const scores = rougeScores(target, prediction);
      for (const name of ['rouge1', 'rouge2', 'rougeL'] as const) {
        const { precision, recall, f1 } = scores[name];
        [precision, recall, f1].forEach((value, i) => expectClose(value, wanted[name][i], 1e-6));
      }
    }
  });
});

describe('semantic segmentation against scikit-learn', () => {
  it('agrees on IoU and Dice', () => {
    for (const { classes, truth, predicted, iou, dice } of golden.segmentations) {
      const confusion = new Float64Array(classes * classes);
      addSegmentation(confusion, classes, truth, predicted);
      const { perClass } = segmentationScores(confusion, classes);
      perClass.forEach((one, k) => {
        expectClose(one.iou, iou[k], 1e-12);
        expectClose(one.dice, dice[k], 1e-12);
      });
    }
  });
});
