// Writes the JSON Schemas beside this file from the zod schemas: node models/contracts/write-contracts.ts
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { contractText, MODEL_CONTRACTS } from '../../shared/models/model-contracts.ts';
import type { ContractName } from '../../shared/models/model-contracts.ts';

for (const name of Object.keys(MODEL_CONTRACTS) as ContractName[]) {
  writeFileSync(join(import.meta.dirname, `${name}.schema.json`), contractText(name));
}
