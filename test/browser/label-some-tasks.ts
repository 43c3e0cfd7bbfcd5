import type { LabelObject } from '../../shared/labels/label-object.ts';
import type { Shape } from '../../shared/labels/shape.ts';
import type { SeededProject } from './seed-project.ts';

const ring = (cx: number, cy: number, radius: number, corners: number): [number, number][] =>
  Array.from({ length: corners }, (_, i) => [
    cx + radius * Math.cos((2 * Math.PI * i) / corners),
    cy + radius * Math.sin((2 * Math.PI * i) / corners),
  ]);

const SHAPES: Shape[] = [
  { type: 'box', x: 60, y: 300, width: 150, height: 110 },
  { type: 'polygon', parts: [[ring(400, 180, 90, 9)]] },
  { type: 'rotatedBox', cx: 300, cy: 380, width: 130, height: 60, angle: 20 },
  { type: 'ellipse', cx: 520, cy: 380, rx: 60, ry: 40, angle: 0 },
];

interface Task {
  id: string;
}

/**
 * Two tasks labelled: one waits for review (and is in the reviewer's hands), one stays with the annotator.
 * Comments, instructions and a webhook to a name that nobody has.
 */
export async function labelSomeTasks({
  admin,
  annotator,
  reviewer,
  projectId,
  classOf,
}: SeededProject): Promise<void> {
  const at = '2026-01-01T00:00:00.000Z';
  const objects = SHAPES.map((shape, index): LabelObject => ({
    id: `object-${index}`,
    classId: classOf[shape.type],
    shape,
    attributes: {},
    source: 'manual',
    createdBy: 'ana',
    createdAt: at,
    updatedBy: 'ana',
    updatedAt: at,
  }));
  const claim = (api: typeof annotator) => api.call<Task>('POST', 'tasks/claim-next', { projectId });
  const first = await claim(annotator);
  await annotator.call(
    'PUT',
    `tasks/${first.id}/labels`,
    { objects, classifications: [] },
    { 'if-match': '"0"' },
  );
  await annotator.call('POST', `tasks/${first.id}/submit`, {});
  const second = await claim(annotator);
  await annotator.call(
    'PUT',
    `tasks/${second.id}/labels`,
    { objects, classifications: [] },
    { 'if-match': '"0"' },
  );
  const review = await claim(reviewer);
  await reviewer.call('PUT', `tasks/${review.id}/review`, {
    decisions: [
      { objectId: 'object-0', decision: 'approved' },
      { objectId: 'object-1', decision: 'rejected', reason: 'Loose outline' },
    ],
  });
  const comment = (body: unknown) =>
    reviewer.call<{ id: string }>('POST', `tasks/${review.id}/comments`, body);
  await comment({
    anchor: { type: 'object', objectId: 'object-1' },
    body: 'The outline leaves the object on the right.',
  });
  const { id: threadId } = await comment({
    anchor: { type: 'point', x: 200, y: 120 },
    body: 'Does this count as a sign, too?',
  });
  await annotator.call('POST', `tasks/${review.id}/comments`, { threadId, body: 'Too small, by the guide.' });
  await admin.call('PATCH', `projects/${projectId}`, {
    description:
      '# Street scenes\n\nDraw **every** vehicle, also when it is cut off by the edge.\n\n- Signs only from 20 px on\n- People on bicycles count as people\n\nIn doubt, comment and go on.',
  });
  const webhook = await admin.call<{ id: string }>('POST', 'webhooks', {
    projectId,
    url: 'https://hooks.example.invalid/lapidary',
    events: ['task.completed', 'export.finished'],
  });
  await admin.call('POST', `webhooks/${webhook.id}/ping`, {});
}
