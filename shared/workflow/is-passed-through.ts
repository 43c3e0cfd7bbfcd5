import type { StageKind } from './stage.ts';

/** Stages that send every task on at once: nobody acts there, and nothing rests there. */
const PASSED_THROUGH = new Set<StageKind>(['start', 'percentageRouter', 'collaboratorRouter']);

export function isPassedThrough(kind: StageKind): boolean {
  return PASSED_THROUGH.has(kind);
}
