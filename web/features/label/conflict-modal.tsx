import { Button, Group, Modal, SimpleGrid, Stack, Text } from '@mantine/core';
import type { Point } from '../../../shared/geometry/point.ts';
import { decodeRleCounts } from '../../../shared/geometry/rle-codec.ts';
import type { LabelObject } from '../../../shared/labels/label-object.ts';
import { shapeBounds } from '../../../shared/labels/shape-bounds.ts';
import type { ClassStyle } from '../../editor/draw-list.ts';
import type { Editor } from '../../editor/editor.ts';
import { maskOutline } from '../../editor/mask-outline.ts';
import { shapeLines } from '../../editor/shape-lines.ts';
import { usePeople } from '../people/use-people.ts';
import type { LabelConflicts } from './use-label-session.ts';

interface ConflictModalProps {
  editor: Editor;
  conflicts: LabelConflicts;
  onClose: () => void;
}

/** True conflicts side by side: their version stands until the person takes their own back. */
export function ConflictModal({ editor, conflicts, onClose }: ConflictModalProps) {
  const nameOf = usePeople();
  const takeMine = () => {
    const create: LabelObject[] = [];
    const update: LabelObject[] = [];
    const remove: string[] = [];
    for (const { id, mine } of conflicts.objects) {
      if (mine === undefined) remove.push(id);
      else if (editor.store.get(id) === undefined) create.push(mine);
      else update.push(mine);
    }
    const answers = new Map(editor.store.classifications.map((item) => [item.id, item]));
    for (const { id, mine } of conflicts.classifications) {
      if (mine === undefined) answers.delete(id);
      else answers.set(id, mine);
    }
    editor.store.apply({
      create,
      update,
      remove,
      classifications: conflicts.classifications.length > 0 ? [...answers.values()] : undefined,
    });
    onClose();
  };
  const count = conflicts.objects.length + conflicts.classifications.length;
  return (
    <Modal opened onClose={onClose} size="lg" title="Somebody else changed the same thing">
      <Stack gap="sm">
        <Text size="sm">
          While you worked, {count === 1 ? 'one thing was' : `${count} things were`} changed here and
          elsewhere in different ways. Everything else was merged. The other version stands unless you take
          yours.
        </Text>
        {conflicts.objects.map(({ id, mine, theirs }) => (
          <SimpleGrid key={id} cols={2}>
            <Version title="Yours" object={mine} other={theirs} editor={editor} by={undefined} />
            <Version
              title="Theirs"
              object={theirs}
              other={mine}
              editor={editor}
              by={theirs === undefined ? undefined : nameOf(theirs.updatedBy)}
            />
          </SimpleGrid>
        ))}
        {conflicts.classifications.length > 0 && (
          <Text size="sm">The answers about the whole image differ as well.</Text>
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={takeMine}>
            Take mine
          </Button>
          <Button onClick={onClose}>Keep theirs</Button>
        </Group>
      </Stack>
    </Modal>
  );
}

interface VersionProps {
  title: string;
  object: LabelObject | undefined;
  other: LabelObject | undefined;
  editor: Editor;
  by: string | undefined;
}

function Version({ title, object, other, editor, by }: VersionProps) {
  if (object === undefined) {
    return (
      <div className="card card-pad">
        <Text size="xs" fw={600}>
          {title}
        </Text>
        <Text size="sm" c="dimmed">
          Deleted
        </Text>
      </div>
    );
  }
  const style = editor.classOf(object.classId);
  const boxes = [object, ...(other === undefined ? [] : [other])].map(({ shape }) => shapeBounds(shape));
  const x = Math.min(...boxes.map((box) => box.x));
  const y = Math.min(...boxes.map((box) => box.y));
  const width = Math.max(...boxes.map((box) => box.x + box.width)) - x;
  const height = Math.max(...boxes.map((box) => box.y + box.height)) - y;
  const unit = Math.max(width, height, 1) / 100;
  return (
    <div className="card card-pad">
      <Text size="xs" fw={600}>
        {title}
        {by === undefined ? '' : `, ${by}`}
      </Text>
      <Text size="sm">{style?.name ?? 'Unknown class'}</Text>
      <svg
        viewBox={`${x - 4 * unit} ${y - 4 * unit} ${width + 8 * unit} ${height + 8 * unit}`}
        width="100%"
        height={120}
        aria-hidden
      >
        {outlinesOf(object, style?.skeleton).map((line, index) => (
          <polygon
            key={index}
            points={line.map((point) => point.join(',')).join(' ')}
            fill="none"
            stroke={style?.color ?? '#888888'}
            strokeWidth={1.5 * unit}
          />
        ))}
      </svg>
    </div>
  );
}

/** Lines that show an object's shape, masks by their outline. */
function outlinesOf({ shape }: LabelObject, skeleton: ClassStyle['skeleton']): Point[][] {
  if (shape.type !== 'mask') return shapeLines(shape, skeleton).lines;
  return maskOutline(decodeRleCounts(shape.counts) ?? [], shape.size[0], shape.size[1]).flat();
}
