import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { workOf } from '../../workflow/may-work.ts';
import { StageKind } from '../../workflow/stage.ts';
import type { Task } from '../../workflow/task.ts';
import { keys } from '../keys.ts';
import { queryPartition } from '../table/query-partitions.ts';
import type { TableAccess } from '../table/table-access.ts';

/** Stages that this process has noted already, so that one write per project and stage is enough. */
const notedStages = new Set<string>();
const MOST_NOTED = 10_000;

/** The stages where somebody acts in which tasks of a project have rested, of whatever workflow and revision. */
export function stagesInUse(access: TableAccess) {
  return {
    /** Before a task rests there: a queue that nobody knows of would keep it for ever. */
    async note({ projectId, stageId, stageKind }: Task): Promise<void> {
      const id = `${access.table} ${projectId} ${stageId} ${stageKind}`;
      if (workOf(stageKind) === undefined || notedStages.has(id)) return;
      const Item = { ...keys.stageInUse(projectId, stageId), stageId, stageKind };
      await access.client.send(new PutCommand({ TableName: access.table, Item }));
      if (notedStages.size >= MOST_NOTED) notedStages.clear();
      notedStages.add(id);
    },

    async list(projectId: string): Promise<{ stageId: string; stageKind: StageKind }[]> {
      const { pk } = keys.stageInUse(projectId, '');
      const { items } = await queryPartition(access, { pk }, 1000);
      return items.map((item) => ({
        stageId: String(item.stageId),
        stageKind: StageKind.parse(item.stageKind),
      }));
    },
  };
}
