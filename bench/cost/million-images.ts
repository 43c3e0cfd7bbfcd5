import type { CallCounts } from './call-counts.ts';
import { billOf } from './cost-model.ts';
import type { Bill } from './cost-model.ts';

/** What happens without anybody: the rest is people's work. */
export const UNATTENDED = ['upload and ingest', 'snapshot', 'export'];
const JOBS = ['snapshot', 'export'];

/** Dollars of each phase for a million images, from a run over a few. */
export function millionImages(phases: Record<string, CallCounts>, images: number): Record<string, Bill> {
  return Object.fromEntries(
    Object.entries(phases)
      .filter(([name]) => name !== 'set-up')
      .map(([name, counts]) => {
        const bill = billOf(counts, JOBS.includes(name) ? images : 0);
        const scaled = Object.entries(bill).map(([service, dollars]) => [service, (dollars / images) * 1e6]);
        return [name, Object.fromEntries(scaled) as Bill];
      }),
  );
}
