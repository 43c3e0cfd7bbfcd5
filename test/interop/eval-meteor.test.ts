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

describe.skipIf(python === undefined || !hasJava)('the alignments of the goldens', () => {
  it('are what the jar answers', async () => {
    await run(python!, [join(import.meta.dirname, 'eval-meteor-goldens.py'), '--check']);
  }, 60_000);
});

describe.skipIf(python === undefined || !hasJava)('METEOR beside the jar of pycocoevalcap', () => {
  it('gives every caption and the set the same score within 1e-6', async () => {
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
    const others = pairs.flatMap((pair, i) =>
      Math.abs(perCaption[i] - answer.scores[i]) <= 1e-6
        ? []
        : [{ ...pair, own: perCaption[i], jar: answer.scores[i] }],
    );
    expect(others).toEqual([]);
    expect(Math.abs(score - answer.score)).toBeLessThan(1e-6);
  }, 300_000);
});
