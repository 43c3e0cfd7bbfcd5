import { describe, expect, it } from 'vitest';
import type { Stage } from '../../../api/workflow.ts';
import { consensusIou } from './consensus-iou.ts';

const stage = (id: string, kind: Stage['kind'], to: string, rule?: object): Stage => ({
  id,
  kind,
  name: id,
  settings: rule === undefined ? {} : { rule },
  pathways: [{ name: 'disagreed', to }],
});

describe('the overlap that a consensus asks for', () => {
  it('is the rule of the stage that leads here', () => {
    const stages = [
      stage('first', 'consensus', 'decide', { minimumIou: 0.7 }),
      stage('second', 'consensus', 'other', { minimumIou: 0.2 }),
      stage('decide', 'review', 'end'),
    ];
    expect(consensusIou(stages, 'decide')).toBe(0.7);
    expect(consensusIou(stages, 'second')).toBe(0.2);
    expect(consensusIou(stages, 'elsewhere')).toBe(0.7);
  });

  it('is one half where no rule says otherwise', () => {
    expect(consensusIou([], 'decide')).toBe(0.5);
    expect(consensusIou([stage('only', 'consensus', 'decide')], 'decide')).toBe(0.5);
  });
});
