import { Button, Group, Modal, SimpleGrid, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import type { OntologyClassification } from '../../../../shared/labels/ontology.ts';
import type { Editor } from '../../../editor/editor.ts';
import { usePeople } from '../../people/use-people.ts';
import { answersText } from '../panels/answers-text.ts';
import { ConflictShape, ConflictVersion } from './conflict-version.tsx';
import { takeMine } from './take-mine.ts';
import type { LabelConflicts } from './use-label-session.ts';

interface ConflictModalProps {
  editor: Editor;
  conflicts: LabelConflicts;
  classifications: readonly OntologyClassification[];
  onClose: () => void;
}

/** True conflicts side by side: of each, their version stands until the person takes their own back. */
export function ConflictModal({ editor, conflicts, classifications, onClose }: ConflictModalProps) {
  const nameOf = usePeople();
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const all = [...conflicts.objects, ...conflicts.classifications].map(({ id }) => id);
  const sides = (id: string) => ({
    mine: {
      isTaken: chosen.has(id),
      onTake: () => setChosen(new Set([...chosen, id])),
    },
    theirs: {
      isTaken: !chosen.has(id),
      onTake: () => setChosen(new Set([...chosen].filter((other) => other !== id))),
    },
  });
  const finish = () => {
    if (chosen.size > 0) editor.store.apply(takeMine(conflicts, chosen, editor.store));
    onClose();
  };
  return (
    <Modal opened onClose={finish} size="lg" title="Somebody else changed the same thing">
      <Stack gap="sm">
        <Text size="sm">
          While you worked, {all.length === 1 ? 'one thing was' : `${all.length} things were`} changed here
          and elsewhere in different ways. Everything else was merged. Click the version that you want to
          keep.
        </Text>
        {conflicts.objects.map(({ id, mine, theirs }) => (
          <SimpleGrid key={id} cols={2} role="group" aria-label="Two versions of an object">
            <ConflictVersion title="Yours" {...sides(id).mine}>
              <ConflictShape object={mine} other={theirs} editor={editor} />
            </ConflictVersion>
            <ConflictVersion
              title={theirs === undefined ? 'Theirs' : `Theirs, ${nameOf(theirs.updatedBy)}`}
              {...sides(id).theirs}
            >
              <ConflictShape object={theirs} other={mine} editor={editor} />
            </ConflictVersion>
          </SimpleGrid>
        ))}
        {conflicts.classifications.map(({ id, mine, theirs }) => {
          const asked = classifications.find((one) => one.id === (mine ?? theirs)?.classificationId);
          const text = (answers: typeof mine) =>
            answers === undefined ? 'No answer' : answersText(asked?.attributes ?? [], answers.answers);
          return (
            <SimpleGrid key={id} cols={2} role="group" aria-label={asked?.name ?? 'Two answers'}>
              <ConflictVersion title={`Yours: ${asked?.name ?? 'answer'}`} {...sides(id).mine}>
                <Text span size="sm">
                  {text(mine)}
                </Text>
              </ConflictVersion>
              <ConflictVersion title={`Theirs: ${asked?.name ?? 'answer'}`} {...sides(id).theirs}>
                <Text span size="sm">
                  {text(theirs)}
                </Text>
              </ConflictVersion>
            </SimpleGrid>
          );
        })}
        <Group justify="flex-end">
          {all.length > 1 && (
            <Button variant="default" onClick={() => setChosen(new Set(all))}>
              Choose all of mine
            </Button>
          )}
          <Button onClick={finish}>
            {chosen.size === 0
              ? 'Keep theirs'
              : chosen.size === all.length
                ? 'Take mine'
                : `Take ${chosen.size} of mine, keep ${all.length - chosen.size} of theirs`}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
