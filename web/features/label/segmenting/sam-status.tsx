import { Kbd, Progress, Text } from '@mantine/core';
import { useEffect, useState } from 'react';
import type { Editor } from '../../../editor/editor.ts';
import type { AssistantState, SegmentAssistant } from '../../../editor/segmenting/segment-assistant.ts';
import { useObservable } from '../use-observable.ts';

/** What the smart outline is doing and what can be done next; nothing while another tool is at work. */
export function SamStatus({ editor }: { editor: Editor }) {
  const tool = useObservable(editor.toolName);
  const assistant = useObservable(editor.assistantNow);
  if (tool !== 'sam' || assistant === undefined) return null;
  return <AssistantLine key={assistant.number} editor={editor} assistant={assistant} />;
}

function AssistantLine({ editor, assistant }: { editor: Editor; assistant: SegmentAssistant }) {
  const state = useObservable(assistant.state);
  const answeredBy = useObservable(editor.segmentedBy);
  return (
    <div className="sam-status" role="status" data-sam-state={state.kind} data-sam-by={answeredBy}>
      {state.kind === 'preparing' && <Preparing since={state.since} />}
      <Text size="xs" c={state.kind === 'failed' ? 'red' : undefined}>
        {textOf(state)}
      </Text>
      {state.kind === 'found' && (
        <Text size="xs" c="dimmed">
          <Kbd size="xs">Enter</Kbd> keep <Kbd size="xs">Alt</Kbd> + click to exclude{' '}
          <Kbd size="xs">Backspace</Kbd> one hint back
        </Text>
      )}
    </div>
  );
}

function textOf(state: AssistantState): string {
  switch (state.kind) {
    case 'unprepared':
    case 'ready':
      return 'Click an object, or drag a box around it.';
    case 'preparing':
      return 'Reading the image for smart outlines…';
    case 'asking':
      return 'Finding the outline…';
    case 'found':
      return `The model expects an overlap of ${Math.round(Math.min(1, Math.max(0, state.score)) * 100)} %.`;
    case 'failed':
      return `${state.message} Click again to retry.`;
  }
}

/** How long the image has been read; the model does not say how far it is. */
function Preparing({ since }: { since: number }) {
  const [seconds, setSeconds] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => setSeconds((performance.now() - since) / 1000), 200);
    return () => clearInterval(timer);
  }, [since]);
  return (
    <>
      <Progress value={100} animated striped w={90} aria-label="Reading the image" />
      <Text size="xs" className="number" c="dimmed">
        {seconds.toFixed(1)} s
      </Text>
    </>
  );
}
