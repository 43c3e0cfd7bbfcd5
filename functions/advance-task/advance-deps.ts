import type * as z from 'zod';
import type { Seams } from '../../shared/lambda/seams.ts';
import { StoreEnv } from '../../shared/lambda/handler-env.ts';
import { agreementStore } from '../../shared/store/agreement-store.ts';
import type { AgreementStore } from '../../shared/store/agreement-store.ts';
import { memberStore } from '../../shared/store/member-store.ts';
import type { MemberStore } from '../../shared/store/member-store.ts';
import { routeStore } from '../../shared/store/route-store.ts';
import type { RouteStore } from '../../shared/store/route-store.ts';
import { taskStore } from '../../shared/store/tasks/task-store.ts';
import type { TaskStore } from '../../shared/store/tasks/task-store.ts';
import { userStore } from '../../shared/store/user-store.ts';
import type { UserStore } from '../../shared/store/user-store.ts';
import { workflowStore } from '../../shared/store/workflow-store.ts';
import type { WorkflowStore } from '../../shared/store/workflow-store.ts';
import { worklogStore } from '../../shared/store/worklog-store.ts';
import type { WorklogStore } from '../../shared/store/worklog-store.ts';

/** What every state of advance-task works with. */
export interface AdvanceDeps {
  tasks: TaskStore;
  routes: RouteStore;
  workflows: Pick<WorkflowStore, 'document'>;
  worklog: Pick<WorklogStore, 'addEnding'>;
  agreement: Pick<AgreementStore, 'add' | 'of'>;
  members: Pick<MemberStore, 'roleOf'>;
  users: Pick<UserStore, 'find'>;
  now: () => Date;
}

export const AdvanceEnv = StoreEnv;
export type AdvanceEnv = z.infer<typeof AdvanceEnv>;

export function advanceDeps(_env: AdvanceEnv, { store }: Pick<Seams, 'store'>): AdvanceDeps {
  return {
    tasks: taskStore(store),
    routes: routeStore(store),
    workflows: workflowStore(store),
    worklog: worklogStore(store),
    agreement: agreementStore(store),
    members: memberStore(store),
    users: userStore(store),
    now: store.now,
  };
}
