import { Text, UnstyledButton } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Point } from '../../../../shared/geometry/point.ts';
import { decodeRleCounts } from '../../../../shared/geometry/rle-codec.ts';
import type { LabelObject } from '../../../../shared/labels/label-object.ts';
import { shapeBounds } from '../../../../shared/labels/shape-bounds.ts';
import type { ClassStyle } from '../../../editor/drawing/draw-list.ts';
import type { Editor } from '../../../editor/editor.ts';
import { maskOutline } from '../../../editor/drawing/mask-outline.ts';
import { shapeLines } from '../../../editor/drawing/shape-lines.ts';

interface ConflictVersionProps {
  /** "Yours", or whose it is. */
  title: string;
  isTaken: boolean;
  onTake: () => void;
  children: ReactNode;
}

/** One side of a conflict, to be taken by a click. */
export function ConflictVersion({ title, isTaken, onTake, children }: ConflictVersionProps) {
  return (
    <UnstyledButton className="card card-pad conflict-version" aria-pressed={isTaken} onClick={onTake}>
      <Text span size="xs" fw={600}>
        {title}
      </Text>
      {children}
    </UnstyledButton>
  );
}

interface ConflictShapeProps {
  object: LabelObject | undefined;
  /** The other side, so that both are drawn at one scale. */
  other: LabelObject | undefined;
  editor: Editor;
}

/** An object as an outline with its class. */
export function ConflictShape({ object, other, editor }: ConflictShapeProps) {
  if (object === undefined) {
    return (
      <Text span size="sm" c="dimmed">
        Deleted
      </Text>
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
    <>
      <Text span size="sm">
        {style?.name ?? 'Unknown class'}
      </Text>
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
    </>
  );
}

/** Lines that show an object's shape, masks by their outline. */
function outlinesOf({ shape }: LabelObject, skeleton: ClassStyle['skeleton']): Point[][] {
  if (shape.type !== 'mask') return shapeLines(shape, skeleton).lines;
  return maskOutline(decodeRleCounts(shape.counts) ?? [], shape.size[0], shape.size[1]).flat();
}
