import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { StateMachineType } from 'aws-cdk-lib/aws-stepfunctions';
import { MACHINE_TYPES } from '../machines.ts';

const FOLDER = join(import.meta.dirname, '..', '..', 'statemachines');

/** Express machines end after five minutes; others only when their file says when. */
export function canTimeOut(machine: string): boolean {
  if (MACHINE_TYPES[machine] === StateMachineType.EXPRESS) return true;
  const definition: { TimeoutSeconds?: number } = JSON.parse(
    readFileSync(join(FOLDER, `${machine}.asl.json`), 'utf8'),
  );
  return definition.TimeoutSeconds !== undefined;
}
