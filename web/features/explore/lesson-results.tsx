import { Button, Group, NumberInput, SimpleGrid, Stack, Table, Text } from '@mantine/core';
import { useState } from 'react';
import type { MicroModel } from '../../api/curation.ts';
import { RocChart } from './roc-chart.tsx';

interface LessonResultsProps {
  classNames: string[];
  examples: number[];
  model: MicroModel;
  /** The question that can be answered; undefined: the classes are names of one's own. */
  questionTitle: string | undefined;
  isAnswering: boolean;
  onShow: (title: string, assetIds: string[]) => void;
  onAnswer: (minimumProbability: number) => void;
}

const COLORS = ['lapis', 'orange', 'teal', 'grape', 'red', 'lime', 'cyan', 'pink'];
const colorOf = (index: number) => `var(--mantine-color-${COLORS[index % COLORS.length]}-6)`;
const MOST_ANSWERED = 500;
const percent = (share: number) => `${(100 * share).toFixed(1)} %`;

/** How good a taught model is, what it says of the other images, and what it does not know. */
export function LessonResults(props: LessonResultsProps) {
  const { classNames, examples, model, questionTitle, isAnswering, onShow, onAnswer } = props;
  const [least, setLeast] = useState(0.9);
  const sure = model.images.filter(({ probability }) => probability >= least);
  const unsure = model.images.filter(({ probability }) => probability < least);
  const idsOf = (images: MicroModel['images']) => images.map(({ assetId }) => assetId);
  const answered = Math.min(MOST_ANSWERED, sure.length);
  const count = (images: unknown[]) => images.length.toLocaleString('en');
  return (
    <SimpleGrid cols={{ base: 1, md: 2 }} spacing="md">
      <RocChart classNames={classNames} curves={model.roc} colorOf={colorOf} />
      <Stack gap="xs">
        <Text size="sm" aria-live="polite">
          Tells {percent(model.accuracy)} of the examples right that it was not shown. Log loss{' '}
          {model.logLoss.toFixed(3)}, calibrated {model.calibratedLogLoss.toFixed(3)}.
        </Text>
        <Table fz="xs" verticalSpacing={4}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Class</Table.Th>
              <Table.Th ta="right">Examples</Table.Th>
              <Table.Th ta="right">ROC area</Table.Th>
              <Table.Th ta="right">Other images</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {classNames.map((name, index) => {
              const own = model.images.filter(({ classIndex }) => classIndex === index);
              return (
                <Table.Tr key={name}>
                  <Table.Td>
                    <span aria-hidden style={{ color: colorOf(index) }}>
                      ●
                    </span>{' '}
                    {name}
                  </Table.Td>
                  <Table.Td ta="right" className="number">
                    {examples[index]}
                  </Table.Td>
                  <Table.Td ta="right" className="number">
                    {model.roc[index].area.toFixed(3)}
                  </Table.Td>
                  <Table.Td ta="right">
                    <Button
                      size="compact-xs"
                      variant="subtle"
                      disabled={own.length === 0}
                      aria-label={`Show ${count(own)} images of ${name}`}
                      onClick={() => onShow(`${name}, the surest first`, idsOf(own))}
                    >
                      {count(own)}
                    </Button>
                  </Table.Td>
                </Table.Tr>
              );
            })}
          </Table.Tbody>
        </Table>
        <Group gap="xs" align="end">
          <NumberInput
            size="xs"
            w={130}
            label="Sure from"
            suffix=" %"
            min={0}
            max={100}
            step={5}
            value={Math.round(100 * least)}
            onChange={(value) => typeof value === 'number' && setLeast(value / 100)}
          />
          <Button
            size="xs"
            variant="default"
            disabled={unsure.length === 0}
            onClick={() =>
              onShow(
                'the least sure first',
                idsOf(unsure.toSorted((a, b) => b.doubt - a.doubt || (a.assetId < b.assetId ? -1 : 1))),
              )
            }
          >
            Not sure of {count(unsure)}
          </Button>
          {questionTitle !== undefined && (
            <Button
              size="xs"
              loading={isAnswering}
              disabled={sure.length === 0}
              onClick={() => onAnswer(least)}
            >
              Answer {questionTitle} in {answered} {answered === 1 ? 'task' : 'tasks'}
            </Button>
          )}
        </Group>
        <Text size="xs" c="dimmed">
          {questionTitle === undefined
            ? 'To answer a question in the tasks, teach its answers instead of names of your own.'
            : `Only tasks that wait and have no answer yet get one${sure.length > MOST_ANSWERED ? `, the surest ${MOST_ANSWERED} at a time` : ''}; whoever opens them can change it.`}
        </Text>
      </Stack>
    </SimpleGrid>
  );
}
