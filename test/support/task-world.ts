import { newSecretToken } from '../../functions/api/auth/secret-token.ts';
import { deriveId } from '../../shared/ids.ts';
import { assetStore } from '../../shared/store/asset-store.ts';
import { memberStore } from '../../shared/store/member-store.ts';
import { projectStore } from '../../shared/store/project-store.ts';
import { sessionStore } from '../../shared/store/session-store.ts';
import { taskStore } from '../../shared/store/tasks/task-store.ts';
import { userStore } from '../../shared/store/user-store.ts';
import type { Role } from '../../shared/workflow/role.ts';
import type { WorkflowDocument } from '../../shared/workflow/workflow-document.ts';
import { startApi } from './start-api.ts';
import type { Call, TestApi, TestApiOptions } from './start-api.ts';

export interface TestProject {
  projectId: string;
  workflowId: string;
  /** Registers an image and sends its task on its way; answers the task's id. */
  addTask: (name: string) => Promise<string>;
}

export interface TaskWorld extends TestProject {
  api: TestApi;
  ontologyId: string;
  /** A person with this role in the project (the first one, unless named); the same name twice is the same person. */
  as: (name: string, role?: Role, projectId?: string) => Promise<Call>;
  /** One more project, with a workflow of its own. */
  newProject: (workflow: WorkflowDocument) => Promise<TestProject>;
  /** One box of the class `gem`. */
  labels: (...ids: string[]) => unknown;
  stop: () => Promise<void>;
}

/** A project with a workflow, an ontology and people, on the real router, state machines and database. */
export async function taskWorld(
  workflow: WorkflowDocument,
  options: TestApiOptions = {},
): Promise<TaskWorld> {
  const api = await startApi(options);
  const must = async (method: string, path: string, body: unknown) => {
    const answer = await api.asAdmin(method, path, body);
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${JSON.stringify(answer.body)}`);
    return answer.body;
  };
  const ontology = await must('POST', '/v1/ontologies', {
    name: 'Gems',
    classes: [{ id: 'gem', name: 'Gem', shape: 'box', color: '#aa3366' }],
  });
  const calls = new Map<string, Call>();
  const tasks = taskStore(api.store);
  const first = await newProject(workflow);

  return {
    api,
    ...first,
    ontologyId: ontology.id,
    newProject,
    stop: () => api.stop(),
    as: async (name, role, projectId = first.projectId) => {
      const known = calls.get(name);
      if (role !== undefined) {
        await memberStore(api.store).put({ projectId, userId: name, role, by: 'admin' });
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
      const expiresAt = new Date(Date.now() + 10 * 365 * 86_400_000).toISOString();
      await sessionStore(api.store).start({ tokenHash, userId: name, expiresAt });
      const call = api.as(token);
      calls.set(name, call);
      return call;
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

  async function newProject(document: WorkflowDocument): Promise<TestProject> {
    const dataset = await must('POST', '/v1/datasets', { name: 'Trays' });
    const published = await must('POST', '/v1/workflows', document);
    const project = await must('POST', '/v1/projects', {
      name: 'Gems',
      datasetIds: [dataset.id],
      ontologyId: ontology.id,
      workflowId: published.id,
    });
    async function addTask(name: string): Promise<string> {
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
      const { workflowId, workflowRevision } = await projectStore(api.store).get(project.id);
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
          workflowId,
          workflowRevision,
          contributors: [],
          classIds: [],
          consensusRound: 0,
          activeSeconds: 0,
        },
        { actor: 'system', action: 'task.created' },
      );
      await api.deps.workflows.startSync('advance-task', { taskId });
      return taskId;
    }
    return { projectId: project.id, workflowId: published.id, addTask };
  }
}
