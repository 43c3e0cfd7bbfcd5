import { setTimeout as sleep } from 'node:timers/promises';
import { planDemoImages } from '../../shared/demo/plan-demo-images.ts';
import { signInByLink } from '../../shared/client/api-client.ts';
import type { ApiClient } from '../../shared/client/api-client.ts';
import { createDemoProject } from './demo/create-demo-project.ts';
import { workOnce } from './demo/demo-worker.ts';
import type { DemoWork } from './demo/demo-worker.ts';
import { uploadImages } from './demo/upload-images.ts';

const IMAGES = 24;
const SEED = 7;
/** How many tasks are done in each stage, in this order, so that something waits everywhere for a newcomer. */
const STEPS: [stageId: string, tasks: number][] = [
  ['triage', 18],
  ['annotate', 12],
  ['review', 5],
  ['expert', 1],
  ['annotate', 1],
];

/**
 * Fills an empty host with the demo project through its own API, and stops half-way: some trays are labelled, some
 * wait for a person. Begun again it goes on where it was cut off. For a process of its own, so that rendering does not hold up the host.
 *
 * @param linkToken signs the administrator in once
 */
export async function seedFirstProject(url: string, linkToken: string): Promise<{ projectId: string }> {
  const admin = await signInByLink(url, linkToken);
  const project = await createDemoProject(url, admin);
  const plans = planDemoImages({ images: IMAGES, seed: SEED });
  const truths = await uploadImages(admin, project.datasetId, plans);
  for (;;) {
    const { body } = await admin.call<{ counts: Record<string, number> }>(
      'GET',
      `datasets/${project.datasetId}`,
    );
    if (body.counts.ready + body.counts.quarantined >= IMAGES) break;
    await sleep(200);
  }
  const work: DemoWork = {
    projectId: project.projectId,
    truths,
    seed: SEED,
    seenContents: new Map(),
    tally: { submitted: 0, approved: 0, sentBack: 0, archived: {}, reasons: {} },
  };
  const before = await passed(admin, project.projectId);
  for (const [stageId, tasks] of STEPS) {
    const team = project.team.filter(({ person }) => person.stages.includes(stageId));
    for (let i = before[stageId] ?? 0; i < tasks; i++) {
      if (!(await workOnce(work, team[i % team.length], stageId))) break;
    }
  }
  return { projectId: project.projectId };
}

/** How many tasks an earlier attempt, which was cut off, brought through each stage. */
async function passed(admin: ApiClient, projectId: string): Promise<Record<string, number>> {
  const { body } = await admin.call<{ stages: Record<string, { total: number }> }>(
    'GET',
    `projects/${projectId}/counts`,
  );
  const at = (stage: string) => body.stages[stage]?.total ?? 0;
  const annotated = at('review') + at('expert') + at('complete');
  return {
    triage: annotated + at('annotate') + at('archive'),
    annotate: annotated,
    review: at('complete'),
    expert: at('complete'),
  };
}

if (process.argv[1] === import.meta.filename) {
  // The host holds the other end: whoever works for a host that was killed stops as well.
  process.stdin.resume().once('end', () => process.exit(1));
  // The token comes through the environment: arguments can be read by everybody on the machine.
  const { LAPIDARY_URL: url = '', LAPIDARY_LINK_TOKEN: token = '' } = process.env;
  await seedFirstProject(url, token);
  process.exit(0);
}
