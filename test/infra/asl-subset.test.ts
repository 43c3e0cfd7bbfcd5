import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import aslValidator from 'asl-validator';
import { describe, expect, it } from 'vitest';
import * as errors from '../../shared/errors.ts';
import { functionFolderOf, statesOf } from '../../shared/workflows/state-machine-file.ts';
import type { AslStates } from '../../shared/workflows/state-machine-file.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const MACHINES = `${ROOT}/statemachines`;

/** Fields that one of the two hosts ignores without a word. What is only useful in AWS is added at synthesis. */
const FORBIDDEN = [
  'Assign',
  'Arguments',
  'Output',
  'QueryLanguage',
  'ItemReader',
  'ItemBatcher',
  'ResultWriter',
  'HeartbeatSeconds',
  'HeartbeatSecondsPath',
  'ToleratedFailurePercentagePath',
  'ToleratedFailureCount',
  'ToleratedFailureCountPath',
];
/** What Lambda itself reports when a function is killed; no class of ours can name it. */
const LAMBDA_ERRORS = /^(Lambda\.[A-Za-z]+|Runtime\.ExitError|Sandbox\.Timedout)$/;
const ERROR_CLASSES = new Set(Object.keys(errors));
const AWS_ONLY = /^arn:aws:states:::(sagemaker|states|sqs|events|aws-sdk):/;

interface Fault {
  state: string;
  fault: string;
}

/** Everything that keeps a machine from running the same way in both hosts. */
function faultsOf(machine: AslStates): Fault[] {
  const faults: Fault[] = [];
  if ('QueryLanguage' in machine)
    faults.push({ state: '', fault: 'QueryLanguage is ignored on one machine' });
  for (const [state, body] of statesOf(machine)) {
    const report = (fault: string) => faults.push({ state, fault });
    for (const field of FORBIDDEN) if (field in body) report(`${field} is not in the subset`);
    const rules = [
      ...((body.Retry as { ErrorEquals: string[] }[]) ?? []),
      ...((body.Catch as { ErrorEquals: string[] }[]) ?? []),
    ];
    for (const name of rules.flatMap((rule) => rule.ErrorEquals)) {
      const isKnown = name.startsWith('States.') || LAMBDA_ERRORS.test(name) || ERROR_CLASSES.has(name);
      if (!isKnown) report(`ErrorEquals names ${name}, which is no class of shared/errors.ts`);
    }
    const config = body.ItemProcessor?.ProcessorConfig as { Mode?: string } | undefined;
    if (config?.Mode === 'DISTRIBUTED' && (body.ResultPath !== null || body.Retry !== undefined))
      report('a distributed Map hands nothing on, and is not tried again as a whole');
    if ('ToleratedFailurePercentage' in body && config?.Mode !== 'DISTRIBUTED')
      report('only a distributed Map tolerates failures');
    if (body.Type !== 'Task') continue;
    const folder = functionFolderOf(body.Resource) ?? functionFolderOf(body.Parameters?.FunctionName);
    if (folder === undefined) {
      if (!AWS_ONLY.test(String(body.Resource)))
        report(`the resource ${body.Resource} is no function of this repository`);
    } else if (!existsSync(`${ROOT}/functions/${folder}/handler.ts`)) {
      report(`functions/${folder}/handler.ts does not exist`);
    }
  }
  return faults;
}

describe('the state machines', () => {
  const files = readdirSync(MACHINES).filter((name) => name.endsWith('.asl.json'));

  it('are there', () => {
    expect(files).toContain('ingest-asset.asl.json');
  });

  it.each(files)('%s is valid, within the subset, and names what exists', (file) => {
    const text = readFileSync(`${MACHINES}/${file}`, 'utf8');
    const filled = text
      .replaceAll(/\$\{\w+Arn\}/g, 'arn:aws:lambda:us-east-1:123456789012:function:x')
      .replaceAll(/\$\{\w+\}/g, 'x');
    const { isValid, errorsText } = aslValidator(JSON.parse(filled));
    expect(isValid, errorsText('\n')).toBe(true);
    expect(faultsOf(JSON.parse(text) as AslStates)).toEqual([]);
    expect(text.split('\n').length).toBeLessThan(190);
    expect(text).toContain('"Comment"');
  });

  it('would be refused outside the subset', () => {
    const machine = {
      StartAt: 'A',
      QueryLanguage: 'JSONata',
      States: {
        A: {
          Type: 'Map',
          ItemReader: {},
          ItemProcessor: {
            StartAt: 'B',
            States: {
              B: {
                Type: 'Task',
                Resource: '${NoSuchThingFunctionArn}',
                Retry: [{ ErrorEquals: ['Oops'] }],
                End: true,
              },
            },
          },
          End: true,
        },
      },
    };
    expect(faultsOf(machine).map((fault) => fault.fault)).toEqual([
      'QueryLanguage is ignored on one machine',
      'ItemReader is not in the subset',
      'ErrorEquals names Oops, which is no class of shared/errors.ts',
      'functions/no-such-thing/handler.ts does not exist',
    ]);
  });
});
