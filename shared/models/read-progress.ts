import { TrainingLine } from './training-line.ts';
import type { TrainingEpoch, TrainingResult } from './training-line.ts';

/**
 * The lines that a trainer printed or kept. An epoch that was done again after a kill counts once, the last time; what
 * is no line of ours is passed over.
 */
export function readProgress(text: string): { epochs: TrainingEpoch[]; result?: TrainingResult } {
  const epochs = new Map<number, TrainingEpoch>();
  let result: TrainingResult | undefined;
  for (const line of text.split('\n')) {
    const parsed = TrainingLine.safeParse(parseJson(line));
    if (!parsed.success) continue;
    if (parsed.data.kind === 'epoch') epochs.set(parsed.data.epoch, parsed.data);
    else result = parsed.data;
  }
  const sorted = [...epochs.values()].sort((a, b) => a.epoch - b.epoch);
  return { epochs: sorted, ...(result ? { result } : {}) };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
