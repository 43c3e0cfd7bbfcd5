import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { PROBLEM_CODES } from './problem-codes.ts';
import type { ProblemCode } from './problem-codes.ts';

const root = new URL('../', import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, root), 'utf8');

/** `code` and `status` of every class in the file of errors. */
function codesOfClasses(): [code: string, status: number][] {
  const found = read('shared/errors.ts').matchAll(
    /readonly code(?:: string)? = '([a-z-]+)';\s+readonly status(?:: number)? = (\d+);/g,
  );
  return [...found].map(([, code, status]) => [code, Number(status)]);
}

/** Codes written as `code: '…'` or `report('…'` in files of the repository. */
function codesWritten(...files: string[]): string[] {
  const found = files.flatMap((file) => [...read(file).matchAll(/(?:\bcode: |\breport\(\s*)'([a-z-]+)'/g)]);
  return [...new Set(found.map(([, code]) => code))];
}

test('every error that is raised on purpose is explained, with the status that it has', () => {
  const classes = codesOfClasses();
  expect(classes.length).toBe(read('shared/errors.ts').match(/^export class /gm)?.length);
  for (const [code, status] of classes) expect(PROBLEM_CODES[code], code).toMatchObject({ status });
  for (const code of codesWritten('functions/api/app.ts', 'shared/lambda/problem.ts')) {
    expect(PROBLEM_CODES, code).toHaveProperty(code);
  }
});

test('no code is explained that nothing raises', () => {
  const raised = new Set(codesOfClasses().map(([code]) => code));
  for (const code of codesWritten('functions/api/app.ts', 'shared/lambda/problem.ts')) raised.add(code);
  raised.add('internal-error');
  expect(Object.keys(PROBLEM_CODES).filter((code) => !raised.has(code))).toEqual([]);
});

test('docs/errors.md explains every code (write its tables anew with UPDATE_DOCS=1)', () => {
  const file = new URL('docs/errors.md', root);
  const before = readFileSync(file, 'utf8');
  const after = ['api', 'commands'].reduce(
    (text, part) =>
      text.replace(
        new RegExp(`<!-- ${part} -->[\\s\\S]*?<!-- end of ${part} -->`),
        () => `<!-- ${part} -->\n\n${table(part === 'commands')}\n\n<!-- end of ${part} -->`,
      ),
    before,
  );
  if (process.env.UPDATE_DOCS) writeFileSync(file, after);
  else expect(rowsOf(before)).toEqual(rowsOf(after));
});

test('docs/errors.md explains every finding about an image, a label and a workflow', () => {
  const document = read('docs/errors.md');
  const files = execFileSync('git', ['ls-files', 'shared/labels', 'shared/workflow'], {
    cwd: root,
    encoding: 'utf8',
  })
    .split('\n')
    .filter((file) => /\/validate-[a-z-]+\.ts$/.test(file));
  const faults = [...read('shared/images/image-fault.ts').matchAll(/^ {2}\| '([a-z-]+)'/gm)].map(
    ([, code]) => code,
  );
  const declared = [...read('shared/labels/label-problem.ts').matchAll(/^ {2}\| '([a-z-]+)'/gm)].map(
    ([, c]) => c,
  );
  const codes = [...codesWritten(...files), ...faults, ...declared];
  expect(codes.length).toBeGreaterThan(40);
  expect(codes.filter((code) => !document.includes(`| \`${code}\` `))).toEqual([]);
});

function table(isOfCommands: boolean): string {
  const rows = Object.entries(PROBLEM_CODES)
    .filter(([, code]) => (code.isOfCommands === true) === isOfCommands)
    .map(([code, { status, meaning, remedy }]: [string, ProblemCode]) =>
      isOfCommands
        ? `| \`${code}\` | ${meaning} | ${remedy} |`
        : `| \`${code}\` | ${status} | ${meaning} | ${remedy} |`,
    );
  const head = isOfCommands
    ? '| code | what it means | what to do |\n| --- | --- | --- |'
    : '| code | status | what it means | what to do |\n| --- | --- | --- | --- |';
  return [head, ...rows].join('\n');
}

/** Without the white space that the formatter aligns cells with. */
function rowsOf(text: string): string[] {
  return text
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .map((line) => line.replace(/\s+/g, ' '));
}
