import { StateMachineType } from 'aws-cdk-lib/aws-stepfunctions';

/**
 * Express: many, short, idempotent, paid by duration. Standard: few, long, with a history to look at.
 * A test compares the keys with the files under `statemachines/`.
 */
export const MACHINE_TYPES: Record<string, StateMachineType> = {
  'ingest-asset': StateMachineType.EXPRESS,
  'advance-task': StateMachineType.EXPRESS,
  'create-project-tasks': StateMachineType.STANDARD,
  'remove-dataset': StateMachineType.STANDARD,
  'remove-project': StateMachineType.STANDARD,
  'scan-dataset': StateMachineType.STANDARD,
  'freeze-snapshot': StateMachineType.STANDARD,
  'export-labels': StateMachineType.STANDARD,
  'restore-snapshot': StateMachineType.STANDARD,
  'outline-boxes': StateMachineType.STANDARD,
  'embed-images': StateMachineType.STANDARD,
  'import-labels': StateMachineType.STANDARD,
  'import-predictions': StateMachineType.STANDARD,
  evaluate: StateMachineType.STANDARD,
  curate: StateMachineType.STANDARD,
  'fine-tune': StateMachineType.STANDARD,
};
