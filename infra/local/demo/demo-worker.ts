import { newId } from '../../../shared/ids.ts';
import { Random } from '../../../shared/demo/random.ts';
import { annotateScene, CAREFUL, labelObject } from '../../../shared/demo/simulated-annotator.ts';
import { reviewScene, type Finding } from '../../../shared/demo/simulated-reviewer.ts';
import { DemoFailed } from '../../../shared/errors.ts';
import type { LabelObject } from '../../../shared/labels/label-object.ts';
import type { Asset } from '../../../shared/store/records/asset.ts';
import type { ObjectDecision } from '../../../shared/workflow/review.ts';
import type { Task } from '../../../shared/workflow/task.ts';
import type { ApiClient } from '../../../shared/client/api-client.ts';
import type { DemoPerson } from './demo-definition.ts';
import type { Truths } from './upload-images.ts';

/** What the team did, for the report. */
export interface DemoTally {
  submitted: number;
  approved: number;
  sentBack: number;
  archived: Record<string, number>;
  reasons: Record<string, number>;
}

export interface DemoWork {
  projectId: string;
  truths: Truths;
  seed: number;
  /** Contents that triage has let through: a second file with the same bytes is not labelled twice. */
  seenContents: Map<string, string>;
  tally: DemoTally;
}

/** Below these a person shakes their head (brightness 0–1, variance of the Laplacian). */
const TOO_DARK = 0.12;
const TOO_BLURRY = 12;

const count = (record: Record<string, number>, key: string) => (record[key] = (record[key] ?? 0) + 1);

/** Claims one task of a stage and does it. False when none is there. */
export async function workOnce(
  work: DemoWork,
  { person, client }: { person: DemoPerson; client: ApiClient },
  stageId: string,
): Promise<boolean> {
  const { body: task } = await client.call<Task | undefined>('POST', 'tasks/claim-next', {
    projectId: work.projectId,
    stageId,
  });
  if (!task) return false;
  if (stageId === 'triage') await triage(work, client, task);
  else if (stageId === 'annotate') await annotate(work, person, client, task);
  else await review(work, client, task);
  return true;
}

async function triage(work: DemoWork, client: ApiClient, task: Task): Promise<void> {
  const { body: asset } = await client.call<Asset>('GET', `assets/${task.assetId}`);
  const first = work.seenContents.get(asset.sha256) ?? asset.id;
  work.seenContents.set(asset.sha256, first);
  const reason =
    asset.metrics.brightness < TOO_DARK
      ? 'Too dark'
      : asset.metrics.sharpness < TOO_BLURRY
        ? 'Too blurry'
        : first !== asset.id
          ? 'Repeated'
          : undefined;
  if (reason === undefined) {
    await client.call('POST', `tasks/${task.id}/approve`);
    return;
  }
  count(work.tally.archived, reason);
  await client.call('POST', `tasks/${task.id}/reject`, {
    reasons: [{ reason: `${reason}: not worth labelling.` }],
  });
}

async function readLabels(client: ApiClient, task: Task): Promise<{ objects: LabelObject[]; etag: string }> {
  const { body, headers } = await client.call<{ objects: LabelObject[]; revision: number }>(
    'GET',
    `tasks/${task.id}/labels`,
  );
  return { objects: body.objects, etag: headers.get('etag') ?? `"${body.revision}"` };
}

function truthOf(work: DemoWork, task: Task) {
  const truth = work.truths.get(task.assetId);
  if (!truth)
    throw new DemoFailed(`A task appeared for an image that the demo did not make: ${task.imageName}.`);
  return truth;
}

async function annotate(work: DemoWork, person: DemoPerson, client: ApiClient, task: Task): Promise<void> {
  const { scene, plan } = truthOf(work, task);
  const skill = person.skill ?? CAREFUL;
  const author = { userId: client.userId, at: new Date(), newId: () => newId() };
  const { objects, etag } = await readLabels(client, task);
  const random = new Random(work.seed ^ plan.sceneSeed ^ (task.labelRevision << 8));
  const drawn = task.rejection
    ? correct(objects, reviewScene(scene, objects), (truth) =>
        labelObject(scene, truth, CAREFUL, random, author),
      )
    : annotateScene(scene, skill, random, author);
  await client.call(
    'PUT',
    `tasks/${task.id}/labels`,
    { objects: drawn, classifications: [] },
    { 'if-match': etag },
  );
  if (task.rejection) {
    // Every reason has been dealt with above.
    const reasons = task.rejection.reasons.map((_, index) => ({ index, resolved: true }));
    await client.call('POST', `tasks/${task.id}/resolve`, { reasons });
  }
  await client.call('POST', `tasks/${task.id}/submit`);
  work.tally.submitted++;
}

/** What a reviewer found is put right; the rest stays as it is. */
function correct(
  objects: readonly LabelObject[],
  findings: readonly Finding[],
  draw: (truth: Extract<Finding, { kind: 'missing' }>['truth']) => LabelObject,
): LabelObject[] {
  const byId = new Map(
    findings.flatMap((finding) => ('objectId' in finding ? [[finding.objectId, finding]] : [])),
  );
  const kept = objects.flatMap((object) => {
    const finding = byId.get(object.id);
    if (!finding || finding.kind === 'right') return [object];
    if (finding.kind === 'nothing-there' || !('truth' in finding)) return [];
    return [
      { ...draw(finding.truth), id: object.id, createdBy: object.createdBy, createdAt: object.createdAt },
    ];
  });
  return [
    ...kept,
    ...findings.flatMap((finding) => (finding.kind === 'missing' ? [draw(finding.truth)] : [])),
  ];
}

async function review(work: DemoWork, client: ApiClient, task: Task): Promise<void> {
  const { scene } = truthOf(work, task);
  const { objects } = await readLabels(client, task);
  const findings = reviewScene(scene, objects);
  const wrong = findings.filter((finding) => finding.kind !== 'right');
  const decisions = findings.flatMap((finding): ObjectDecision[] => {
    if (!('objectId' in finding)) return [];
    const { objectId } = finding;
    if (finding.kind === 'right') return [{ objectId, decision: 'approved' }];
    return [{ objectId, decision: 'rejected', reason: finding.reason }];
  });
  await client.call('PUT', `tasks/${task.id}/review`, { decisions });
  if (wrong.length === 0) {
    await client.call('POST', `tasks/${task.id}/approve`);
    work.tally.approved++;
    return;
  }
  for (const { kind } of wrong) count(work.tally.reasons, kind);
  work.tally.sentBack++;
  await client.call('POST', `tasks/${task.id}/reject`, {
    reasons: wrong.map((finding) => ({
      ...('objectId' in finding ? { objectId: finding.objectId } : {}),
      reason: finding.reason,
    })),
  });
}
