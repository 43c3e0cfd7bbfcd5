import { PROBLEM_CODES } from '../../../shared/problem-codes.ts';
import { codesOfOperation } from './codes-of-operation.ts';
import { nameOperation } from './name-operation.ts';
import type { Operation } from './operation.ts';

const PROBLEM = { $ref: '#/components/schemas/Problem' };

/** Gives an operation its name, and in the place of "4XX" every status and code that it can be refused with. */
export function completeOperation(method: string, path: string, operation: Operation): Operation {
  const { '4XX': _any, ...answers } = operation.responses ?? {};
  const isList = JSON.stringify(answers['200']?.content ?? {}).includes('"items"');
  const byStatus = new Map<number, string[]>();
  for (const code of codesOfOperation(method, path, operation)) {
    const { status } = PROBLEM_CODES[code];
    byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  const refusals = [...byStatus]
    .sort(([a], [b]) => a - b)
    .map(([status, codes]): [string, object] => [String(status), refusal(codes)]);
  const operationId = nameOperation(method, path, isList);
  return { operationId, ...operation, responses: { ...answers, ...Object.fromEntries(refusals) } };
}

/** `Problem` as an example of each code. */
export function problemExamples(): Record<string, { summary: string; value: object }> {
  const api = Object.entries(PROBLEM_CODES).filter(([, { isOfCommands }]) => isOfCommands !== true);
  return Object.fromEntries(
    api.map(([code, { status, meaning, remedy }]) => [
      code,
      {
        summary: meaning,
        value: {
          type: `urn:lapidary:problem:${code}`,
          title: meaning,
          status,
          code,
          detail: remedy,
          requestId: '06h1a2dg1qdgrhw3q7jv',
        },
      },
    ]),
  );
}

function refusal(codes: string[]): object {
  const examples = codes.map((code) => [code, { $ref: `#/components/examples/${code}` }]);
  return {
    description: codes.map((code) => `\`${code}\`: ${PROBLEM_CODES[code].meaning}`).join(' '),
    content: { 'application/problem+json': { schema: PROBLEM, examples: Object.fromEntries(examples) } },
  };
}
