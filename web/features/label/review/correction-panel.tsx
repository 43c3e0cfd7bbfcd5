import { Kbd, SegmentedControl, Text } from '@mantine/core';
import { IconMinus, IconPencil, IconPlus, type Icon } from '@tabler/icons-react';
import type { Editor } from '../../../editor/editor.ts';
import { usePeople } from '../../people/use-people.ts';
import { TimeText } from '../../shell/time-text.tsx';
import type { CorrectedObject } from './correction.ts';
import type { Correction } from './use-correction.ts';

const KINDS: Record<CorrectedObject['kind'], { icon: Icon; text: string }> = {
  updated: { icon: IconPencil, text: 'Changed' },
  created: { icon: IconPlus, text: 'New' },
  deleted: { icon: IconMinus, text: 'Deleted' },
};

/** What was put right since the task was sent back, with the labels of then and now over each other. */
export function CorrectionPanel({ editor, correction }: { editor: Editor; correction: Correction }) {
  const nameOf = usePeople();
  const { objects, view } = correction;
  return (
    <section className="panel panel-form" aria-label="Correction">
      <Text size="xs" fw={600}>
        Since it was sent back
      </Text>
      <Text size="xs" c="dimmed" mb={6}>
        By {nameOf(correction.reviewerId)}, <TimeText at={correction.at} />.{' '}
        {objects.length === 0
          ? 'No object was changed.'
          : `${objects.length} ${objects.length === 1 ? 'object was' : 'objects were'} changed.`}
      </Text>
      {objects.length > 0 && (
        <>
          <SegmentedControl
            fullWidth
            size="xs"
            aria-label="Labels before and after the correction"
            value={view}
            onChange={correction.setView}
            data={[
              { value: 'after', label: 'Now' },
              { value: 'both', label: 'Both' },
              { value: 'before', label: 'Before' },
            ]}
          />
          <Text size="xs" c="dimmed" mt={4}>
            <Kbd size="xs">D</Kbd> turns through, <Kbd size="xs">.</Kbd> goes to the next change
          </Text>
          <div className="change-list">
            {objects.map((object) => {
              const { icon: KindIcon, text } = KINDS[object.kind];
              const style = editor.classOf(object.classId);
              return (
                <button
                  key={object.id}
                  type="button"
                  className="row change-row"
                  onClick={() => correction.show(object)}
                >
                  <span className="swatch" style={{ background: style?.color ?? '#888888' }} />
                  <span className="grow row-text">{style?.name ?? 'Unknown class'}</span>
                  <KindIcon size={13} aria-hidden />
                  <span className="row-count">{text}</span>
                </button>
              );
            })}
          </div>
        </>
      )}
    </section>
  );
}
