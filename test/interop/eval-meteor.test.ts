import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { readMeteorTables } from '../../cli/evaluate/read-meteor-tables.ts';
import { captionMeteor } from '../../shared/evaluation/caption-meteor.ts';

const run = promisify(execFile);
const python = process.env.LAPIDARY_PYTHON;
const hasJava = await run('java', ['-version']).then(
  () => true,
  () => false,
);
if (python === undefined || !hasJava) {
  console.warn('METEOR is not compared: that needs Java, and LAPIDARY_PYTHON with pycocoevalcap.');
}

interface Answer {
  data: string;
  pairs: [string, string[]][];
  score: number;
  scores: number[];
}

describe.skipIf(python === undefined || !hasJava)('METEOR beside the jar of pycocoevalcap', () => {
  it('gives nearly all captions the same score, and the set within 0.001', async () => {
    const { stdout } = await run(python!, [join(import.meta.dirname, 'eval-meteor.py')], {
      maxBuffer: 2 ** 26,
    });
    const answer = JSON.parse(stdout) as Answer;
    const pairs = answer.pairs.map(([candidate, references]) => ({ candidate, references }));
    const tables = await readMeteorTables(
      answer.data,
      pairs.flatMap(({ candidate, references }) => [candidate, ...references]),
    );
    const { score, perCaption } = captionMeteor(pairs, tables);
    const same = perCaption.filter((value, i) => Math.abs(value - answer.scores[i]) <= 1e-6).length;
    // The rest are ties of the aligner's beam that are not decided as the jar decides them (ADR 61).
    expect(same / pairs.length).toBeGreaterThan(0.97);
    expect(Math.abs(score - answer.score)).toBeLessThan(1e-3);
  }, 300_000);
});
