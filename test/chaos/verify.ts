import type { NamedCall } from '../support/simulated-person.ts';
import type { Ledger } from './ledger.ts';

/** Holds what the host knows in the end against what it acknowledged; answers what is wrong, in sentences. */
export async function verify(
  admin: NamedCall,
  ledger: Ledger,
  { projectId, datasetId }: { projectId: string; datasetId: string },
): Promise<string[]> {
  const wrong: string[] = [];
  // oxlint-disable-next-line typescript/no-explicit-any -- records of every kind, looked at field by field
  async function all(path: string): Promise<any[]> {
    const items = [];
    let token: string | undefined;
    do {
      const page = token === undefined ? '' : `&pageToken=${encodeURIComponent(token)}`;
      const { status, body } = await admin('verify', 'GET', `${path}&limit=200${page}`);
      if (status !== 200) throw new Error(`${path}: ${status} ${JSON.stringify(body)}`);
      items.push(...body.items);
      token = body.nextPageToken;
    } while (token !== undefined);
    return items;
  }

  const assets = new Map((await all(`/v1/assets?datasetId=${datasetId}`)).map((each) => [each.id, each]));
  for (const [key, { assetId, sha256, isImage }] of ledger.uploads) {
    const asset = assets.get(assetId);
    if (asset === undefined) wrong.push(`The upload ${key} was acknowledged and is not there.`);
    else if (asset.status !== (isImage ? 'ready' : 'quarantined'))
      wrong.push(`${key} is ${asset.status}: ${asset.reason}`);
    else if (isImage && asset.sha256 !== sha256) wrong.push(`${key} has other bytes than were sent.`);
  }
  if (assets.size !== new Set([...assets.values()].map(({ key }) => key)).size)
    wrong.push('An image is there twice.');

  const tasks = await all(`/v1/tasks?projectId=${projectId}`);
  const ready = [...assets.values()].filter(({ status }) => status === 'ready').length;
  if (tasks.length !== ready) wrong.push(`There are ${tasks.length} tasks for ${ready} images.`);
  for (const task of tasks) {
    if (task.status !== 'done' || task.stageId !== 'done')
      wrong.push(`Task ${task.id} is ${task.status} in ${task.stageId}.`);
  }
  const counts = await admin('verify', 'GET', `/v1/projects/${projectId}/counts`);
  const counted = JSON.stringify(counts.body.stages);
  for (const [stage, { total }] of Object.entries(counts.body.stages as Record<string, { total: number }>)) {
    const there = tasks.filter(({ stageId }) => stageId === stage).length;
    if (total !== there) wrong.push(`Stage ${stage} counts ${total} and holds ${there}: ${counted}`);
  }

  const drawn = new Map<string, Set<string>>();
  for (const { taskId, revision, objectIds } of ledger.saves) {
    const kept = await admin('verify', 'GET', `/v1/tasks/${taskId}/labels?branch=main&revision=${revision}`);
    const ids = new Set(((kept.body.objects ?? []) as { id: string }[]).map(({ id }) => id));
    const missing = objectIds.filter((id) => !ids.has(id));
    if (kept.status !== 200 || missing.length > 0)
      wrong.push(
        `Revision ${revision} of ${taskId} was acknowledged; ${kept.status}, without ${missing.join()}`,
      );
    for (const id of objectIds) drawn.set(taskId, (drawn.get(taskId) ?? new Set()).add(id));
  }
  for (const [taskId, wanted] of drawn) {
    const { body } = await admin('verify', 'GET', `/v1/tasks/${taskId}/labels?branch=main`);
    const ids = new Set((body.objects as { id: string }[]).map(({ id }) => id));
    const missing = [...wanted].filter((id) => !ids.has(id));
    if (missing.length > 0) wrong.push(`The labels of ${taskId} lost ${missing.join()}.`);
  }

  const audit = await all(`/v1/audit?projectId=${projectId}`);
  const kept = new Map<string, number>();
  for (const { action, subjectId, actor } of audit) {
    const id = `${action} ${subjectId} ${actor}`;
    kept.set(id, (kept.get(id) ?? 0) + 1);
  }
  const promised = new Map<string, number>();
  for (const { taskId, outcome, userId } of ledger.outcomes) {
    const id = `task.${outcome} ${taskId} ${userId}`;
    promised.set(id, (promised.get(id) ?? 0) + 1);
  }
  for (const [id, times] of promised) {
    if ((kept.get(id) ?? 0) < times) wrong.push(`${id}: ${times} acknowledged, ${kept.get(id) ?? 0} kept.`);
  }
  for (const id of ledger.jobs) {
    const { body } = await admin('verify', 'GET', `/v1/jobs/${id}`);
    if (body.status !== 'succeeded' && body.status !== 'failed')
      wrong.push(`Job ${id} (${body.kind}) is ${body.status}.`);
  }
  return wrong;
}
