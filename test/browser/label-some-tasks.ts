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

/** Two tasks labelled: one waits for review (and is in the reviewer's hands), one stays with the annotator. */
export async function labelSomeTasks({
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
}
