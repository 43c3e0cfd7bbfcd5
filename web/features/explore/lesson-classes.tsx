import { ActionIcon, Button, Group, Select, Stack, Text, TextInput, Tooltip } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import type { TeachableQuestion } from './questions-of.ts';

/** A class and the rows of images that show it. */
export interface LessonClass {
  name: string;
  rows: ReadonlySet<number>;
}

interface LessonClassesProps {
  classes: LessonClass[];
  selected: ReadonlySet<number>;
  questions: TeachableQuestion[];
  question: TeachableQuestion | undefined;
  onClasses: (classes: LessonClass[]) => void;
  onQuestion: (question: TeachableQuestion | undefined) => void;
  onTaken: () => void;
}

const MOST_CLASSES = 20;

/** The classes of a lesson: selected images become examples of one, and of no other. */
export function LessonClasses(props: LessonClassesProps) {
  const { classes, selected, questions, question, onClasses, onQuestion, onTaken } = props;
  const change = (at: number, changed: Partial<LessonClass>) =>
    onClasses(classes.map((one, index) => (index === at ? { ...one, ...changed } : one)));
  const take = (at: number) => {
    onClasses(
      classes.map(({ name, rows }, index) => {
        const others = [...rows].filter((row) => !selected.has(row));
        return { name, rows: new Set(index === at ? [...others, ...selected] : others) };
      }),
    );
    onTaken();
  };
  return (
    <Stack gap="xs">
      {questions.length > 0 && (
        <Select
          size="xs"
          label="Classes are"
          data={[
            { value: '', label: 'names of my own' },
            ...questions.map(({ id, title }) => ({ value: id, label: `the answers of ${title}` })),
          ]}
          value={question?.id ?? ''}
          allowDeselect={false}
          onChange={(id) => onQuestion(questions.find((one) => one.id === id))}
        />
      )}
      {classes.map(({ name, rows }, at) => (
        <Group key={at} gap="xs" wrap="nowrap">
          <TextInput
            size="xs"
            className="grow"
            aria-label={`Name of class ${at + 1}`}
            placeholder={`Class ${at + 1}`}
            readOnly={question !== undefined}
            value={name}
            onChange={(event) => change(at, { name: event.currentTarget.value })}
          />
          <Text size="xs" className="number" c={rows.size < 2 ? 'dimmed' : undefined} w={70} ta="right">
            {rows.size} {rows.size === 1 ? 'image' : 'images'}
          </Text>
          <Tooltip label="The selected images show this class">
            <Button
              size="compact-xs"
              variant="default"
              disabled={selected.size === 0}
              aria-label={`Add ${selected.size} selected to ${name || `class ${at + 1}`}`}
              onClick={() => take(at)}
            >
              Add {selected.size} selected
            </Button>
          </Tooltip>
          <Tooltip label={rows.size > 0 ? 'Forget its images' : 'Remove the class'}>
            <ActionIcon
              size="sm"
              variant="subtle"
              color="gray"
              aria-label={`${rows.size > 0 ? 'Forget the images of' : 'Remove'} ${name || `class ${at + 1}`}`}
              disabled={rows.size === 0 && (question !== undefined || classes.length <= 2)}
              onClick={() =>
                rows.size > 0
                  ? change(at, { rows: new Set() })
                  : onClasses(classes.filter((_, index) => index !== at))
              }
            >
              <IconTrash size={14} />
            </ActionIcon>
          </Tooltip>
        </Group>
      ))}
      {question === undefined && (
        <Button
          size="compact-xs"
          variant="subtle"
          leftSection={<IconPlus size={13} />}
          disabled={classes.length >= MOST_CLASSES}
          style={{ alignSelf: 'start' }}
          onClick={() => onClasses([...classes, { name: '', rows: new Set() }])}
        >
          Another class
        </Button>
      )}
    </Stack>
  );
}
