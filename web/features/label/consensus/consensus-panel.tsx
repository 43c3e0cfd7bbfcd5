import { Button, Checkbox, Group, Text } from '@mantine/core';
import type { LabelObject } from '../../../../shared/labels/label-object.ts';
import type { OntologyClassification } from '../../../../shared/labels/ontology.ts';
import { shapeIou } from '../../../../shared/labels/shape-iou.ts';
import type { ObjectGroup } from '../../../../shared/workflow/consensus/group-objects.ts';
import type { Editor } from '../../../editor/editor.ts';
import { usePeople } from '../../people/use-people.ts';
import { ConsensusAnswers } from './consensus-answers.tsx';
import { useDocumentVersion } from '../use-document-version.ts';
import type { Consensus } from './use-consensus.ts';

interface ConsensusPanelProps {
  editor: Editor;
  consensus: Consensus;
  classifications: readonly OntologyClassification[];
  /** Whether labels can be changed here. */
  mayPick: boolean;
}

/** What several annotators drew, object by object, what they agree on, and whose drawing to take. */
export function ConsensusPanel({ editor, consensus, classifications, mayPick }: ConsensusPanelProps) {
  const nameOf = usePeople();
  useDocumentVersion(editor.store);
  const { minimumIou } = consensus;
  const strokes = new Map(consensus.branches.map((branch) => [branch.userId, branch]));
  return (
    <section className="panel panel-form" aria-label="Consensus">
      <Text size="xs" fw={600} mb={4}>
        Consensus of {consensus.branches.length}
      </Text>
      <Text size="xs" c="dimmed" mb={6}>
        Drawings count as the same from an overlap of {Math.round(consensus.minimumIou * 100)} %.
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
                onClick={() => editor.camera.zoomToShapes(group.members.map(({ object }) => object.shape))}
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
                    onClick={() => take(editor, group, object, minimumIou)}
                  >
                    {nameOf(branch.userId)}
                  </Button>
                ))}
                <Button size="compact-xs" variant="subtle" onClick={() => drop(editor, group, minimumIou)}>
                  None
                </Button>
                <Button size="compact-xs" variant="subtle" onClick={() => refine(editor, group, minimumIou)}>
                  Refine
                </Button>
              </Group>
            )}
          </article>
        ))}
        <ConsensusAnswers
          editor={editor}
          branches={consensus.branches}
          classifications={classifications}
          mayPick={mayPick}
        />
      </div>
    </section>
  );
}

/** The objects of the document that stand for a group: its own drawings, or what overlaps them in the same class. */
function standIns(editor: Editor, group: ObjectGroup, minimumIou: number): LabelObject[] {
  return [...editor.store.all()].filter(
    (mine) =>
      mine.classId === group.classId &&
      group.members.some(
        ({ object }) =>
          object.id === mine.id || shapeIou(object.shape, mine.shape) >= Math.max(minimumIou, 0.01),
      ),
  );
}

function isTaken(editor: Editor, object: LabelObject): boolean {
  return [...editor.store.all()].some(
    (mine) => mine.classId === object.classId && JSON.stringify(mine.shape) === JSON.stringify(object.shape),
  );
}

/** Puts one drawing in the place of whatever stands for the group, as one step of undo. */
function take(editor: Editor, group: ObjectGroup, object: LabelObject, minimumIou: number): void {
  const [first, ...rest] = standIns(editor, group, minimumIou);
  if (first === undefined) editor.store.apply({ create: [{ ...object, source: 'consensus' }] });
  else {
    const { shape, attributes } = object;
    editor.store.apply({
      update: [{ ...first, shape, attributes, source: 'consensus' }],
      remove: rest.map(({ id }) => id),
    });
  }
}

function drop(editor: Editor, group: ObjectGroup, minimumIou: number): void {
  editor.remove(standIns(editor, group, minimumIou).map(({ id }) => id));
}

/** Brings what stands for the group (the first drawing, when nothing does yet) under the select tool, ready to edit. */
function refine(editor: Editor, group: ObjectGroup, minimumIou: number): void {
  if (standIns(editor, group, minimumIou).length === 0)
    take(editor, group, group.members[0].object, minimumIou);
  const [object] = standIns(editor, group, minimumIou);
  if (object === undefined) return;
  editor.setTool('select');
  editor.selection.set([object.id]);
  editor.camera.zoomTo([object.id]);
  editor.focus();
}
