import { Button, Collapse, Group, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconSchool } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import type { MicroModel } from '../../api/curation.ts';
import { ontologyQuery, projectQuery } from '../projects/project-queries.ts';
import { LessonClasses, type LessonClass } from './lesson-classes.tsx';
import { LessonResults } from './lesson-results.tsx';
import type { ExploredImages } from './load-images.ts';
import { questionsOf, type TeachableQuestion } from './questions-of.ts';
import { useLesson } from './use-lesson.ts';

interface TeachPanelProps {
  projectId: string;
  curationId: string;
  images: ExploredImages;
  selected: ReadonlySet<number>;
  /** The selection has become examples. */
  onTaken: () => void;
  /** What the model says of each image, by row. */
  onTaught: (said: ReadonlyMap<number, string>) => void;
  onShow: (title: string, rows: number[]) => void;
}

const UNNAMED: LessonClass[] = [
  { name: '', rows: new Set() },
  { name: '', rows: new Set() },
];

/** What is written under the images that were shown. */
function examplesOf(classes: readonly LessonClass[]): [row: number, said: string][] {
  return classes.flatMap(({ name, rows }) =>
    [...rows].map((row): [number, string] => [row, `shown as ${name}`]),
  );
}

/** Classes are shown by a handful of images each; a small model tells the rest. For those who manage tasks. */
export function TeachPanel(props: TeachPanelProps) {
  const { projectId, curationId, images, selected, onTaken, onTaught, onShow } = props;
  const project = useQuery(projectQuery(projectId)).data;
  const ontology = useQuery(ontologyQuery(project?.ontologyId ?? '')).data;
  const questions = useMemo(() => (ontology ? questionsOf(ontology) : []), [ontology]);
  const [isOpen, panel] = useDisclosure();
  const [question, setQuestion] = useState<TeachableQuestion>();
  const [classes, setClasses] = useState(UNNAMED);
  const [taught, setTaught] = useState<{ model: MicroModel; lesson: LessonClass[] }>();
  const rowOf = useMemo(() => new Map(images.assetId.map((id, row) => [id, row])), [images]);
  const rowsOf = (assetIds: string[]) =>
    assetIds.flatMap((id) => {
      const row = rowOf.get(id);
      return row === undefined ? [] : [row];
    });
  const shown = classes.filter(({ rows }) => rows.size > 0);
  const lesson = useLesson(curationId, (model) => {
    setTaught({ model, lesson: shown });
    const said = model.images.flatMap(({ assetId, classIndex, probability }) =>
      rowsOf([assetId]).map((row): [number, string] => [
        row,
        `${shown[classIndex].name} ${Math.round(100 * probability)} %`,
      ]),
    );
    onTaught(new Map([...said, ...examplesOf(shown)]));
  });
  if (project?.role !== 'admin' && project?.role !== 'teamManager') return null;
  const isReady =
    shown.length >= 2 &&
    shown.every(({ name, rows }) => name.trim() !== '' && rows.size >= 2) &&
    new Set(shown.map(({ name }) => name.trim())).size === shown.length;
  const asked = shown.map(({ name, rows }) => ({
    name: name.trim(),
    assetIds: [...rows].map((row) => images.assetId[row]),
  }));
  const change = (next: LessonClass[]) => {
    setClasses(next);
    setTaught(undefined);
    onTaught(new Map(examplesOf(next)));
  };
  return (
    <div className="card card-pad">
      <Group justify="space-between">
        <Text size="sm" c="dimmed">
          <Text span fw={600} c="var(--mantine-color-text)">
            Teach classes
          </Text>{' '}
          by two images or more of each; a small model tells the rest.
        </Text>
        <Button
          size="xs"
          variant="default"
          leftSection={<IconSchool size={15} />}
          aria-expanded={isOpen}
          onClick={panel.toggle}
        >
          {isOpen ? 'Close' : 'Teach classes'}
        </Button>
      </Group>
      <Collapse expanded={isOpen}>
        <Stack gap="sm" pt="sm">
          <LessonClasses
            classes={classes}
            selected={selected}
            questions={questions}
            question={question}
            onClasses={change}
            onQuestion={(next) => {
              setQuestion(next);
              change(next ? next.answers.map((name) => ({ name, rows: new Set() })) : UNNAMED);
            }}
            onTaken={onTaken}
          />
          <Group gap="xs">
            <Button
              size="xs"
              loading={lesson.isPending}
              disabled={!isReady}
              onClick={() => lesson.mutate({ classes: asked })}
            >
              Learn
            </Button>
            {!isReady && (
              <Text size="xs" c="dimmed">
                Tick images below and add them to a class; two classes need two images each, and names that
                differ.
              </Text>
            )}
          </Group>
          {taught && (
            <LessonResults
              classNames={taught.lesson.map(({ name }) => name)}
              examples={taught.lesson.map(({ rows }) => rows.size)}
              model={taught.model}
              questionTitle={question?.title}
              isAnswering={lesson.isPending}
              onShow={(title, assetIds) => onShow(title, rowsOf(assetIds))}
              onAnswer={(minimumProbability) =>
                question &&
                lesson.mutate({
                  classes: asked,
                  prelabel: { classificationId: question.classificationId, minimumProbability },
                })
              }
            />
          )}
        </Stack>
      </Collapse>
    </div>
  );
}
