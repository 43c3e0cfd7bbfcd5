import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { contractText, MODEL_CONTRACTS, type ContractName } from './model-contracts.ts';

const folder = new URL('../../models/contracts/', import.meta.url);
const read = (name: string) => readFileSync(new URL(name, folder), 'utf8');
const names = Object.keys(MODEL_CONTRACTS) as ContractName[];

interface Example {
  contract: ContractName;
  isValid: boolean;
  value: unknown;
}

describe('the contracts between TypeScript and Python', () => {
  it.each(names)(
    '%s is in models/contracts as the code has it (else: node models/contracts/write-contracts.ts)',
    (name) => {
      expect(JSON.parse(read(`${name}.schema.json`))).toEqual(JSON.parse(contractText(name)));
    },
  );

  it('accept and refuse the examples as Python does', () => {
    const examples = JSON.parse(read('examples.json')) as Example[];
    for (const { contract, value, isValid } of examples) {
      expect(MODEL_CONTRACTS[contract].safeParse(value).success, JSON.stringify(value)).toBe(isValid);
    }
    for (const name of names) {
      const verdicts = examples.filter(({ contract }) => contract === name).map(({ isValid }) => isValid);
      expect(new Set(verdicts)).toEqual(new Set([true, false]));
    }
  });
});
