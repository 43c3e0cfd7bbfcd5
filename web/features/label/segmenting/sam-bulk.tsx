import { Button, Group, Progress, Text } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { outlineBoxes, outlineEverything } from '../../../editor/segmenting/bulk-outlines.ts';
import type { Editor } from '../../../editor/editor.ts';
import type { SegmentAssistant } from '../../../editor/segmenting/segment-assistant.ts';
import { notifyProblem } from '../../shell/notify-problem.ts';
import { useDocumentObjects } from '../use-document-objects.ts';
import { useObservable } from '../use-observable.ts';

type Work = { kind: 'everything' } | { kind: 'boxes'; done: number; total: number };

/** Smart outlines of many objects at once, beside the image while their tool is at work. */
export function SamBulk({ editor }: { editor: Editor }) {
  const tool = useObservable(editor.toolName);
  const assistant = useObservable(editor.assistantNow);
  if (tool !== 'sam' || assistant === undefined) return null;
  return (
    <section className="panel panel-form" aria-label="Smart outlines">
      <Text size="xs" fw={600} mb={6}>
        Many at once
      </Text>
      <BulkActions key={assistant.number} editor={editor} assistant={assistant} />
    </section>
  );
}

/** With progress and a way to stop; each is one step of undo. */
function BulkActions({ editor, assistant }: { editor: Editor; assistant: SegmentAssistant }) {
  const [work, setWork] = useState<Work>();
  const [said, setSaid] = useState('');
  const running = useRef<AbortController | undefined>(undefined);
  const objects = useDocumentObjects(editor.store);
  const selection = useObservable(editor.selection);
  const activeId = useObservable(editor.activeClassId);
  useEffect(() => () => running.current?.abort(), []);
  const boxes = objects.filter(({ shape }) => shape.type === 'box').map(({ id }) => id);
  const chosen = boxes.filter((id) => selection.includes(id));
  const targets = chosen.length > 0 ? chosen : boxes;
  const shape = activeId === undefined ? undefined : editor.classOf(activeId)?.shape;
  const run = async (begin: Work, act: (signal: AbortSignal) => Promise<number>, noun: string) => {
    const own = new AbortController();
    running.current = own;
    setSaid('');
    setWork(begin);
    try {
      const count = await act(own.signal);
      if (!own.signal.aborted) setSaid(count === 0 ? `No ${noun} found.` : `${count} ${noun} added.`);
    } catch (error) {
      if (!own.signal.aborted) notifyProblem('The outlines could not be made', error);
    } finally {
      setWork(undefined);
    }
  };
  if (work !== undefined) {
    return (
      <Group gap={8} wrap="nowrap">
        <Progress
          value={work.kind === 'boxes' ? (100 * work.done) / work.total : 100}
          animated={work.kind === 'everything'}
          striped={work.kind === 'everything'}
          className="grow"
          aria-label="Outlines made"
        />
        <Text size="xs" c="dimmed" className="number">
          {work.kind === 'boxes' ? `${work.done} of ${work.total}` : 'Looking for every object…'}
        </Text>
        <Button size="compact-xs" variant="default" onClick={() => running.current?.abort()}>
          Stop
        </Button>
      </Group>
    );
  }
  return (
    <Group gap={6}>
      <Button
        size="compact-xs"
        variant="default"
        onClick={() =>
          void run(
            { kind: 'everything' },
            (signal) => outlineEverything(editor, assistant, signal),
            'objects',
          )
        }
      >
        Outline everything
      </Button>
      {targets.length > 0 && (shape === 'mask' || shape === 'polygon') && (
        <Button
          size="compact-xs"
          variant="default"
          onClick={() => {
            const total = targets.length;
            void run(
              { kind: 'boxes', done: 0, total },
              (signal) =>
                outlineBoxes(
                  editor,
                  assistant,
                  targets,
                  (done) => setWork({ kind: 'boxes', done, total }),
                  signal,
                ),
              'outlines',
            );
          }}
        >
          Outline {targets.length} {targets.length === 1 ? 'box' : 'boxes'}
        </Button>
      )}
      {said !== '' && (
        <Text size="xs" c="dimmed">
          {said}
        </Text>
      )}
    </Group>
  );
}
