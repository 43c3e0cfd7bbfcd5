import { Button, Checkbox, Group, Text } from '@mantine/core';
import type { LabelObject } from '../../../shared/labels/label-object.ts';
import { shapeIou } from '../../../shared/labels/shape-iou.ts';
import type { ObjectGroup } from '../../../shared/workflow/consensus/group-objects.ts';
import type { Editor } from '../../editor/editor.ts';
import { usePeople } from '../people/use-people.ts';
import { useDocumentVersion } from './use-document-version.ts';
import type { Consensus } from './use-consensus.ts';

interface ConsensusPanelProps {
  editor: Editor;
  consensus: Consensus;
  /** Whether labels can be changed here. */
  mayPick: boolean;
}

/** What several annotators drew, object by object, what they agree on, and whose drawing to take. */
export function ConsensusPanel({ editor, consensus, mayPick }: ConsensusPanelProps) {
  const nameOf = usePeople();
  useDocumentVersion(editor.store);
  const strokes = new Map(consensus.branches.map((branch) => [branch.userId, branch]));
  return (
    <section className="panel panel-form" aria-label="Consensus">
      <Text size="xs" fw={600} mb={4}>
        Consensus of {consensus.branches.length}
      </Text>
      {consensus.branches.map(({ userId, color, dash, isShown }) => (
        <Group key={userId} gap={6} wrap="nowrap" mb={2}>
          <Checkbox
            size="xs"
            aria-label={`Show what ${nameOf(userId)} drew`}
            checked={isShown}
            onChange={() => consensus.toggle(userId)}
          />
          <svg width="28" height="8" aria-hidden>
            <line
              x1="0"
              y1="4"
              x2="28"
              y2="4"
              stroke={color}
              strokeWidth="2.5"
              strokeDasharray={dash.join(' ')}
            />
          </svg>
          <Text size="xs" truncate>
            {nameOf(userId)}
          </Text>
        </Group>
      ))}
      <div className="panel-scroll consensus-groups">
        {consensus.groups.map((group) => (
          <article key={group.members[0].object.id} className="comment-thread">
            <Group gap={6} wrap="nowrap">
              <button
                type="button"
                className="link-button grow"
                onClick={() => editor.zoomToShapes(group.members.map(({ object }) => object.shape))}
              >
                {editor.classOf(group.classId)?.name ?? 'Unknown class'}
              </button>
              <Text size="xs" c="dimmed" className="number">
                {group.members.length} of {consensus.branches.length}, {Math.round(group.agreement * 100)} %
              </Text>
            </Group>
            {mayPick && (
              <Group gap={4} mt={4}>
                {group.members.map(({ branch, object }) => (
                  <Button
                    key={branch.userId}
                    size="compact-xs"
                    variant={isTaken(editor, object) ? 'filled' : 'default'}
                    aria-pressed={isTaken(editor, object)}
                    leftSection={
                      <span className="swatch" style={{ background: strokes.get(branch.userId)?.color }} />
                    }
                    onClick={() => take(editor, group, object)}
                  >
                    {nameOf(branch.userId)}
                  </Button>
                ))}
                <Button size="compact-xs" variant="subtle" onClick={() => drop(editor, group)}>
                  None
                </Button>
              </Group>
            )}
          </article>
        ))}
      </div>
    </section>
  );
}

/** The objects of the document that stand for a group: its own drawings, or what overlaps them in the same class. */
function standIns(editor: Editor, group: ObjectGroup): LabelObject[] {
  return [...editor.store.all()].filter(
    (mine) =>
      mine.classId === group.classId &&
      group.members.some(({ object }) => object.id === mine.id || shapeIou(object.shape, mine.shape) >= 0.5),
  );
}

function isTaken(editor: Editor, object: LabelObject): boolean {
  return [...editor.store.all()].some(
    (mine) => mine.classId === object.classId && JSON.stringify(mine.shape) === JSON.stringify(object.shape),
  );
}

/** Puts one drawing in the place of whatever stands for the group, as one step of undo. */
function take(editor: Editor, group: ObjectGroup, object: LabelObject): void {
  const [first, ...rest] = standIns(editor, group);
  if (first === undefined) editor.store.apply({ create: [{ ...object, source: 'consensus' }] });
  else {
    const { shape, attributes } = object;
    editor.store.apply({
      update: [{ ...first, shape, attributes, source: 'consensus' }],
      remove: rest.map(({ id }) => id),
    });
  }
}

function drop(editor: Editor, group: ObjectGroup): void {
  editor.remove(standIns(editor, group).map(({ id }) => id));
}
