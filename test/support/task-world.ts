import { newSecretToken } from '../../functions/api/auth/secret-token.ts';
import { deriveId } from '../../shared/ids.ts';
import { assetStore } from '../../shared/store/asset-store.ts';
import { memberStore } from '../../shared/store/member-store.ts';
import { sessionStore } from '../../shared/store/session-store.ts';
import { taskStore } from '../../shared/store/task-store.ts';
import { userStore } from '../../shared/store/user-store.ts';
import type { Role } from '../../shared/workflow/role.ts';
import type { WorkflowDocument } from '../../shared/workflow/workflow-document.ts';
import { startApi } from './start-api.ts';
import type { Call, TestApi } from './start-api.ts';

export interface TaskWorld {
  api: TestApi;
  projectId: string;
  workflowId: string;
  ontologyId: string;
  /** A person with this role in the project; the same name twice is the same person. */
  as: (name: string, role?: Role) => Promise<Call>;
  /** Registers an image and sends its task on its way; answers the task's id. */
  addTask: (name: string) => Promise<string>;
  /** One box of the class `gem`. */
  labels: (...ids: string[]) => unknown;
  stop: () => Promise<void>;
}

/** A project with a workflow, an ontology and people, on the real router, state machines and database. */
export async function taskWorld(
  workflow: WorkflowDocument,
  options: { now?: () => Date } = {},
): Promise<TaskWorld> {
  const api = await startApi(options);
  const must = async (method: string, path: string, body: unknown) => {
    const answer = await api.asAdmin(method, path, body);
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${JSON.stringify(answer.body)}`);
    return answer.body;
  };
  const dataset = await must('POST', '/v1/datasets', { name: 'Trays' });
  const ontology = await must('POST', '/v1/ontologies', {
    name: 'Gems',
    classes: [{ id: 'gem', name: 'Gem', shape: 'box', color: '#aa3366' }],
  });
  const published = await must('POST', '/v1/workflows', workflow);
  const project = await must('POST', '/v1/projects', {
    name: 'Gems',
    datasetIds: [dataset.id],
    ontologyId: ontology.id,
    workflowId: published.id,
  });
  const calls = new Map<string, Call>();
  const tasks = taskStore(api.store);

  return {
    api,
    projectId: project.id,
    workflowId: published.id,
    ontologyId: ontology.id,
    stop: () => api.stop(),
    as: async (name, role) => {
      const known = calls.get(name);
      if (role !== undefined) {
        await memberStore(api.store).put({ projectId: project.id, userId: name, role, by: 'admin' });
      }
      if (known) return known;
      const account = {
        id: name,
        email: `${name}@example.org`,
        name,
        isAdmin: false,
        disabled: false,
        preferences: {},
      };
      await userStore(api.store).create(account);
      const { token, tokenHash } = newSecretToken();
      const expiresAt = new Date(Date.now() + 86_400_000).toISOString();
      await sessionStore(api.store).start({ tokenHash, userId: name, expiresAt });
      const call = api.as(token);
      calls.set(name, call);
      return call;
    },
    addTask: async (name) => {
      const assetId = `${dataset.id}.${deriveId(dataset.id, name)}`;
      await assetStore(api.store).register({
        id: assetId,
        datasetId: dataset.id,
        kind: 'image',
        key: name,
        name,
        sha256: deriveId(name),
        width: 640,
        height: 480,
        size: 1,
        contentType: 'image/png',
        status: 'ready',
        warnings: [],
        metrics: {},
      });
      const taskId = `${project.id}.${deriveId(project.id, assetId)}`;
      await tasks.create(
        {
          id: taskId,
          projectId: project.id,
          assetId,
          datasetId: dataset.id,
          imageName: name,
          stageId: 'start',
          stageKind: 'start',
          status: 'advancing',
          outcome: 'next',
          priority: 50,
          labelRevision: 0,
          workflowId: published.id,
          workflowRevision: 1,
          contributors: [],
          classIds: [],
          consensusRound: 0,
          activeSeconds: 0,
        },
        { actor: 'system', action: 'task.created' },
      );
      await api.seams.workflows.startSync('advance-task', { taskId });
      return taskId;
    },
    labels: (...ids) => ({
      objects: ids.map((id, i) => ({
        id,
        classId: 'gem',
        shape: { type: 'box', x: 10 + i * 40, y: 10, width: 30, height: 30 },
        createdBy: 'x',
        createdAt: '2026-05-01T10:00:00.000Z',
        updatedBy: 'x',
        updatedAt: '2026-05-01T10:00:00.000Z',
      })),
    }),
  };
}
