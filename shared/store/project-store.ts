import type { TransactWriteCommandInput } from '@aws-sdk/lib-dynamodb';
import { AlreadyExists, NotFound, StaleRevision } from '../errors.ts';
import { deleteRecord, getRecord } from './table/item-operations.ts';
import { keys } from './keys.ts';
import type { Page, PageRequest } from './table/page.ts';
import { queryPartitions } from './table/query-partitions.ts';
import { readRecord, writeRecord } from './table/record-format.ts';
import { Project } from './records/project.ts';
import type { TableAccess } from './table/table-access.ts';
import { writeTransaction } from './table/write-transaction.ts';

const format = { noun: 'project', version: 1, schema: Project };

type Action = NonNullable<TransactWriteCommandInput['TransactItems']>[number];
type Changeable = Omit<Project, 'id' | 'revision' | 'createdBy' | 'createdAt' | 'updatedAt'>;

export type ProjectStore = ReturnType<typeof projectStore>;

export function projectStore(access: TableAccess) {
  /** So that an arriving image finds the projects it belongs to with one query. */
  function links(project: Project, before: string[]): Action[] {
    const added = project.datasetIds.filter((id) => !before.includes(id));
    const dropped = before.filter((id) => !project.datasetIds.includes(id));
    const table = access.table;
    return [
      ...added.map((id): Action => {
        return {
          Put: { TableName: table, Item: { ...keys.datasetProject(id, project.id), projectId: project.id } },
        };
      }),
      ...dropped.map((id): Action => ({
        Delete: { TableName: table, Key: keys.datasetProject(id, project.id) },
      })),
    ];
  }

  async function get(projectId: string): Promise<Project> {
    const project = await getRecord(access, format, keys.project(projectId));
    if (!project) throw new NotFound('project', projectId);
    return project;
  }

  return {
    /** @throws NotFound */
    get,

    find(projectId: string): Promise<Project | undefined> {
      return getRecord(access, format, keys.project(projectId));
    },

    /** @throws AlreadyExists when the id is taken. */
    async create(input: Omit<Project, 'revision' | 'createdAt' | 'updatedAt'>): Promise<Project> {
      const now = access.now().toISOString();
      const project: Project = { ...input, revision: 1, createdAt: now, updatedAt: now };
      const failed = await writeTransaction(access, [
        {
          Put: {
            TableName: access.table,
            Item: { ...keys.project(project.id), ...writeRecord(format, project) },
            ConditionExpression: 'attribute_not_exists(pk)',
          },
        },
        ...links(project, []),
      ]);
      if (failed) throw new AlreadyExists('project', project.id);
      return project;
    },

    list(request: PageRequest = {}): Promise<Page<Project>> {
      const partition = { pk: 'PROJECTS', skPrefix: 'PROJECT#' };
      return queryPartitions(access, [partition], request, (item) => readRecord(format, item));
    },

    /** Every project that uses a dataset. */
    async listOfDataset(datasetId: string): Promise<Project[]> {
      const { pk, sk } = keys.datasetProject(datasetId, '');
      const { items } = await queryPartitions(access, [{ pk, skPrefix: sk }], { limit: 500 }, (item) =>
        String(item.projectId),
      );
      const projects = await Promise.all(items.map((id) => getRecord(access, format, keys.project(id))));
      return projects.filter((project) => project !== undefined);
    },

    /** @throws NotFound, StaleRevision when it is not at `baseRevision` (given) any more. */
    async update(projectId: string, change: Partial<Changeable>, baseRevision?: number): Promise<Project> {
      for (let attempt = 0; attempt < 10; attempt++) {
        const current = await get(projectId);
        if (baseRevision !== undefined && current.revision !== baseRevision) break;
        const updatedAt = access.now().toISOString();
        const next: Project = { ...current, ...change, revision: current.revision + 1, updatedAt };
        const failed = await writeTransaction(access, [
          {
            Put: {
              TableName: access.table,
              Item: { ...keys.project(projectId), ...writeRecord(format, next) },
              ConditionExpression: 'revision = :was',
              ExpressionAttributeValues: { ':was': current.revision },
            },
          },
          ...links(next, current.datasetIds),
        ]);
        if (!failed) return next;
      }
      throw new StaleRevision(
        'Somebody changed this project since you read it; read it again and repeat your change.',
      );
    },

    /** The project itself: no image finds it any more. What it holds goes by a job. */
    async remove(projectId: string): Promise<void> {
      const project = await getRecord(access, format, keys.project(projectId));
      // The links first: cut off in between, the project can still say which they are.
      for (const id of project?.datasetIds ?? []) {
        await deleteRecord(access, keys.datasetProject(id, projectId));
      }
      await deleteRecord(access, keys.project(projectId));
    },
  };
}
