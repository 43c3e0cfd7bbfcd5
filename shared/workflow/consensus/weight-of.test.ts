import { describe, expect, it } from 'vitest';
import type { LabelContent } from '../../labels/label-document.ts';
import { ConsensusRule } from '../stage.ts';
import { reachConsensus } from './reach-consensus.ts';
import { weightOf } from './weight-of.ts';

const measured = (rounds: number, agreement: number) => ({ rounds, sum: rounds * agreement });

describe('the weight of an annotator', () => {
  it('is 1 for a newcomer and grows with the agreement that was measured', () => {
    expect(weightOf(measured(0, 0))).toBe(1);
    const weights = [0, 0.4, 0.7, 0.9, 1].map((agreement) => weightOf(measured(200, agreement)));
    expect(weights).toEqual(weights.toSorted((a, b) => a - b));
    expect(weights[0]).toBeGreaterThan(0);
    expect(weights[4]).toBeLessThan(3);
  });

  it('moves slowly at first: one bad round makes nobody worthless', () => {
    expect(weightOf(measured(1, 0))).toBeGreaterThan(0.4);
  });

  it('lets one who is known to be good outvote two who are known not to be', () => {
    const answering = (value: string): LabelContent => ({
      objects: [],
      classifications: [{ id: value, classificationId: 'quality', answers: { grade: value } }],
    });
    const branches = [
      { userId: 'good', content: answering('fine'), weight: weightOf(measured(100, 0.95)) },
      { userId: 'bad', content: answering('poor'), weight: weightOf(measured(100, 0.5)) },
      { userId: 'worse', content: answering('poor'), weight: weightOf(measured(100, 0.4)) },
    ];
    const answerBy = (vote: string) =>
      reachConsensus(branches, ConsensusRule.parse({ vote }), '2026-05-01T10:00:00.000Z').content
        .classifications[0].answers;
    expect(answerBy('majority')).toEqual({ grade: 'poor' });
    expect(answerBy('weighted')).toEqual({ grade: 'fine' });
  });
});
