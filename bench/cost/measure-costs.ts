import { startApi } from '../../test/support/start-api.ts';
import { countCalls } from './count-calls.ts';
import type { CallCounts } from './call-counts.ts';
import { labelImages } from './label-images.ts';
import type { Habits } from './label-images.ts';

/** What an image is put through unless told otherwise: two minutes of drawing, saved four times. */
const HABITS: Habits = { images: 48, objectsPerImage: 12, saves: 4, heartbeats: 2 };

/** Takes images through their whole life on a real database with the real machines, and counts calls by phase. */
export async function measureCosts(
  habits: Partial<Habits> = {},
): Promise<{ habits: Habits; phases: Record<string, CallCounts>; tick: CallCounts }> {
  const all = { ...HABITS, ...habits };
  const api = await startApi();
  try {
    const quietly = api.as(api.adminToken);
    const counting = countCalls(api);
    const phases: Record<string, CallCounts> = {};
    await labelImages(api, all, quietly, (name) => (phases[name] = counting.take()));
    // What the clock runs when nothing is to be done.
    for (const folder of [
      'sweep-tasks',
      'redrive-jobs',
      'send-webhooks',
      'run-agents',
      'schedule-curations',
    ]) {
      await api.seams.invoke(folder, {});
    }
    return { habits: all, phases, tick: counting.take() };
  } finally {
    await api.stop();
  }
}
