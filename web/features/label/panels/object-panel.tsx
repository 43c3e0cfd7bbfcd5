import { ActionIcon, Menu, Text, Tooltip } from '@mantine/core';
import {
  IconArrowsSort,
  IconCheck,
  IconEye,
  IconEyeOff,
  IconLock,
  IconLockOpen,
  IconTrash,
  IconX,
} from '@tabler/icons-react';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useMemo, useRef, useState } from 'react';
import type { LabelObject } from '../../../../shared/labels/label-object.ts';
import { shapeBounds } from '../../../../shared/labels/shape-bounds.ts';
import type { Editor } from '../../../editor/editor.ts';
import { useDocumentObjects } from '../use-document-objects.ts';
import { useObservable } from '../use-observable.ts';

type Order = 'drawn' | 'class' | 'size' | 'confidence';

const ORDERS: [Order, string][] = [
  ['drawn', 'As drawn'],
  ['class', 'By class'],
  ['size', 'Largest first'],
  ['confidence', 'Least confident first'],
];

const sizeOf = ({ shape }: LabelObject): number => {
  const { width, height } = shapeBounds(shape);
  return width * height;
};

function sorted(objects: LabelObject[], order: Order, nameOf: (classId: string) => string): LabelObject[] {
  switch (order) {
    case 'drawn':
      return objects;
    case 'class':
      return objects.toSorted((a, b) => nameOf(a.classId).localeCompare(nameOf(b.classId)));
    case 'size':
      return objects.toSorted((a, b) => sizeOf(b) - sizeOf(a));
    case 'confidence':
      return objects.toSorted((a, b) => (a.confidence ?? 1) - (b.confidence ?? 1));
  }
}

const toggled = (set: ReadonlySet<string>, id: string): ReadonlySet<string> => {
  const next = new Set(set);
  if (!next.delete(id)) next.add(id);
  return next;
};

/** Every object of the document; virtual, so that ten thousand scroll like ten. */
export function ObjectPanel({ editor }: { editor: Editor }) {
  const drawn = useDocumentObjects(editor.store);
  const selection = useObservable(editor.selection);
  const hidden = useObservable(editor.hidden);
  const locked = useObservable(editor.locked);
  const marks = useObservable(editor.marks);
  const isReadOnly = useObservable(editor.isReadOnly);
  const [order, setOrder] = useState<Order>('drawn');
  const scroller = useRef<HTMLDivElement>(null);
  const objects = useMemo(
    () => sorted(drawn, order, (id) => editor.classOf(id)?.name ?? ''),
    [editor, order, drawn],
  );
  // oxlint-disable-next-line react/incompatible-library -- its functions change identity on every render anyway
  const virtualizer = useVirtualizer({
    count: objects.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => 28,
    overscan: 10,
  });
  const selectedIds = useMemo(() => new Set(selection), [selection]);
  const firstSelected = selection.at(-1);
  useEffect(() => {
    const index = objects.findIndex(({ id }) => id === firstSelected);
    if (index >= 0) virtualizer.scrollToIndex(index, { align: 'auto' });
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- only a new selection scrolls; edits must not move the list
  }, [firstSelected]);
  const choose = (object: LabelObject, isAdding: boolean) => {
    const isIn = selectedIds.has(object.id);
    if (!isAdding) editor.selection.set([object.id]);
    else editor.selection.set(isIn ? selection.filter((id) => id !== object.id) : [...selection, object.id]);
  };
  return (
    <section className="panel panel-grow" aria-label="Objects">
      <div className="panel-head">
        <Text size="xs" fw={600} className="grow number">
          Objects {objects.length > 0 && <span className="row-count">{objects.length}</span>}
        </Text>
        <Menu position="bottom-end" shadow="md">
          <Menu.Target>
            <ActionIcon size="sm" aria-label="Order of the list">
              <IconArrowsSort size={14} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            {ORDERS.map(([value, label]) => (
              <Menu.Item key={value} fw={value === order ? 600 : 400} onClick={() => setOrder(value)}>
                {label}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
        <Tooltip label={hidden.size > 0 ? 'Show everything' : 'Hide everything'}>
          <ActionIcon
            size="sm"
            aria-label={hidden.size > 0 ? 'Show everything' : 'Hide everything'}
            onClick={() =>
              editor.hidden.set(hidden.size > 0 ? new Set() : new Set(objects.map(({ id }) => id)))
            }
          >
            {hidden.size > 0 ? <IconEyeOff size={14} /> : <IconEye size={14} />}
          </ActionIcon>
        </Tooltip>
      </div>
      <div
        className="panel-list panel-scroll"
        ref={scroller}
        tabIndex={0}
        role="region"
        aria-label="List of objects"
      >
        {objects.length === 0 && (
          <Text size="xs" c="dimmed" p="xs">
            {isReadOnly ? 'No objects.' : 'Nothing drawn yet. Choose a class and draw on the image.'}
          </Text>
        )}
        <div style={{ height: virtualizer.getTotalSize(), position: 'relative' }}>
          {virtualizer.getVirtualItems().map((row) => {
            const object = objects[row.index];
            const style = editor.classOf(object.classId);
            const isHidden = hidden.has(object.id);
            const isLocked = locked.has(object.id);
            const mark = marks.get(object.id);
            return (
              <div
                key={object.id}
                className={`row row-virtual${selectedIds.has(object.id) ? ' is-active' : ''}${isHidden ? ' is-faint' : ''}`}
                style={{ transform: `translateY(${row.start}px)` }}
              >
                <button
                  type="button"
                  className="row-main"
                  aria-pressed={selectedIds.has(object.id)}
                  onClick={(event) => choose(object, event.shiftKey || event.ctrlKey || event.metaKey)}
                  onDoubleClick={() => editor.camera.zoomTo([object.id])}
                >
                  <span className="swatch" style={{ background: style?.color ?? '#888888' }} />
                  <span className="grow row-text">{style?.name ?? 'Unknown class'}</span>
                  {mark === 'approved' && (
                    <IconCheck size={14} color="var(--mantine-color-green-6)" aria-label="approved" />
                  )}
                  {mark === 'rejected' && (
                    <IconX size={14} color="var(--mantine-color-red-6)" aria-label="rejected" />
                  )}
                  {object.confidence !== undefined && (
                    <span className="row-count number">{Math.round(object.confidence * 100)} %</span>
                  )}
                </button>
                <ActionIcon
                  size="xs"
                  className={isHidden ? '' : 'row-action'}
                  aria-label={isHidden ? 'Show' : 'Hide'}
                  onClick={() => editor.hidden.set(toggled(hidden, object.id))}
                >
                  {isHidden ? <IconEyeOff size={13} /> : <IconEye size={13} />}
                </ActionIcon>
                {!isReadOnly && (
                  <>
                    <ActionIcon
                      size="xs"
                      className={isLocked ? '' : 'row-action'}
                      aria-label={isLocked ? 'Unlock' : 'Lock'}
                      onClick={() => editor.locked.set(toggled(locked, object.id))}
                    >
                      {isLocked ? <IconLock size={13} /> : <IconLockOpen size={13} />}
                    </ActionIcon>
                    <ActionIcon
                      size="xs"
                      className="row-action"
                      aria-label="Delete"
                      onClick={() => editor.remove([object.id])}
                    >
                      <IconTrash size={13} />
                    </ActionIcon>
                  </>
                )}
              </div>
            );
          })}
        </div>
      </div>
    </section>
  );
}
