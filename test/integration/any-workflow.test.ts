import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { labelStore } from '../../shared/store/label-store.ts';
import { memberStore } from '../../shared/store/member-store.ts';
import { routeStore } from '../../shared/store/route-store.ts';
import { taskStore } from '../../shared/store/tasks/task-store.ts';
import { userStore } from '../../shared/store/user-store.ts';
import { workflowStore } from '../../shared/store/workflow-store.ts';
import { worklogStore } from '../../shared/store/worklog-store.ts';
import { agreementStore } from '../../shared/store/agreement-store.ts';
import { WORKFLOW_TEMPLATES } from '../../shared/workflow/templates.ts';
import { advanceDirectly } from '../support/advance-directly.ts';
import { arbitraryWorkflow } from '../support/arbitrary-workflow.ts';
import { crashingClient } from '../support/crashing-client.ts';
import type { CrashingClient } from '../support/crashing-client.ts';
import { taskWorld } from '../support/task-world.ts';
import type { TaskWorld } from '../support/task-world.ts';
import { FINISHERS, workflowCrew } from '../support/workflow-crew.ts';
import { workflowInvariants } from '../support/workflow-invariants.ts';

let crashing: CrashingClient;
let world: TaskWorld;
const START = Date.now();
const clock = { ms: START };
beforeAll(async () => {
  world = await taskWorld(WORKFLOW_TEMPLATES[0].workflow, {
    now: () => new Date(clock.ms++),
    wrapClient: (client) => {
      crashing = crashingClient(client);
      return crashing.client;
    },
  });
  // The states of the machine without the machine, so that a run takes seconds.
  const { store, blobs } = world.api;
  const advancing = {
    tasks: taskStore(store),
    routes: routeStore(store),
    workflows: workflowStore(store),
    labels: labelStore({ ...store, blobs }),
    worklog: worklogStore(store),
    agreement: agreementStore(store),
    members: memberStore(store),
    users: userStore(store),
    now: store.now,
  };
  world.api.deps.workflows = {
    ...world.api.deps.workflows,
    startSync: async (_machine: string, input: unknown) =>
      advanceDirectly((input as { taskId: string }).taskId, advancing),
  };
});
afterAll(() => world.stop());

const cast = {
  annotators: ['ann', 'cid', 'dot', 'mia'],
  reviewers: ['cid', 'dot', 'mia', 'rex'],
  always: FINISHERS,
};
const deed = fc.record({
  kind: fc.constantFrom(
    ...(['add', 'work', 'work', 'work', 'work', 'work', 'work', 'grab', 'grab', 'resume', 'letGo'] as const),
    ...(['proceed', 'proceed', 'manage', 'publish', 'sweep', 'agents'] as const),
  ),
  person: fc.nat({ max: 5 }),
  pick: fc.nat({ max: 9_999 }),
});
const step = fc.record({
  deeds: fc.array(deed, { minLength: 1, maxLength: 3 }),
  crash: fc.option(fc.record({ write: fc.integer({ min: 1, max: 12 }), isStored: fc.boolean() }), {
    freq: 2,
  }),
});

it('whatever the workflow, the people and the crashes: no two holders, no lost label, no lost task, exact splits', async () => {
  const property = fc.asyncProperty(
    arbitraryWorkflow(cast),
    fc.array(step, { minLength: 20, maxLength: 40 }),
    async (workflow, steps) => {
      clock.ms = START;
      const project = await world.newProject(workflow);
      const crew = workflowCrew(world, project, clock);
      const invariants = workflowInvariants(world, project.projectId);
      await crew.join();
      for (let n = 0; n < 6; n++) await crew.do({ kind: 'add', person: 0, pick: 0 });
      for (const { deeds, crash } of steps) {
        if (crash) crashing.arm(crash);
        const done = await Promise.allSettled(deeds.map((one) => crew.do(one)));
        const hasDied = crashing.revive();
        const faults = crew.acknowledged.faults.splice(0);
        if (!hasDied) {
          expect(faults).toEqual([]);
          for (const one of done) if (one.status === 'rejected') throw one.reason;
        }
        await invariants.checkNow();
      }
      // The host comes back an hour later: what was on the move is driven on, every hold has run out.
      const swept = await crew.sweep(3600);
      expect(swept.failed, world.api.logged.at(-1)).toBe(0);
      await crew.finishAll();
      expect(crew.acknowledged.faults).toEqual([]);
      await invariants.checkEnd(project.workflowId, crew.acknowledged);
    },
  );
  await fc.assert(property, {
    numRuns: Number(process.env.LAPIDARY_WORKFLOW_RUNS ?? 3),
    // A run takes seconds: what it says on its first failure is enough.
    endOnFailure: true,
  });
}, 3_600_000);
