import { ActionIcon, Button, Group, Stack, Text, TextInput, Title } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import type { Skeleton } from '../../../shared/labels/ontology.ts';

interface SkeletonEditorProps {
  skeleton: Skeleton;
  onChange: (skeleton: Skeleton) => void;
}

const written = (skeleton: Skeleton): string =>
  skeleton.edges.map(([a, b]) => `${a + 1}-${b + 1}`).join(', ');

/** Names of the points, in the order in which they are clicked, and the bones between them. */
export function SkeletonEditor({ skeleton, onChange }: SkeletonEditorProps) {
  const [bones, setBones] = useState(written(skeleton));
  const { points } = skeleton;
  const readBones = (text: string) => {
    setBones(text);
    const edges = [...text.matchAll(/(\d+)\s*-\s*(\d+)/g)]
      .map(([, a, b]): [number, number] => [Number(a) - 1, Number(b) - 1])
      .filter((edge) => edge.every((index) => index >= 0 && index < points.length));
    onChange({ ...skeleton, edges });
  };
  return (
    <Stack gap={6} mt="md">
      <Title order={3}>Points</Title>
      {points.map((point, index) => (
        <Group key={index} gap={6} wrap="nowrap">
          <Text size="xs" c="dimmed" w={18} ta="right" className="number">
            {index + 1}
          </Text>
          <TextInput
            aria-label={`Name of point ${index + 1}`}
            className="grow"
            value={point.name}
            onChange={(event) =>
              onChange({
                ...skeleton,
                points: points.with(index, { ...point, name: event.currentTarget.value }),
              })
            }
          />
          <ActionIcon
            aria-label={`Remove point ${index + 1}`}
            disabled={points.length === 1}
            onClick={() =>
              onChange({
                points: points.toSpliced(index, 1),
                edges: skeleton.edges
                  .filter((edge) => !edge.includes(index))
                  .map((edge) => edge.map((end) => (end > index ? end - 1 : end)) as [number, number]),
              })
            }
          >
            <IconTrash size={14} />
          </ActionIcon>
        </Group>
      ))}
      <Group justify="space-between" align="flex-end">
        <Button
          variant="default"
          leftSection={<IconPlus size={14} />}
          onClick={() =>
            onChange({ ...skeleton, points: [...points, { name: `Point ${points.length + 1}` }] })
          }
        >
          Add a point
        </Button>
        <TextInput
          label="Bones"
          description="Pairs of points, such as 1-2, 2-3"
          w={240}
          value={bones}
          onChange={(event) => readBones(event.currentTarget.value)}
        />
      </Group>
    </Stack>
  );
}
