import { Button, Group, Modal, NumberInput, Select, Stack, Switch, Text } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { CurationPlan } from '../../../shared/curation/curation-plan.ts';
import type { CurationThresholds } from '../../../shared/curation/issues/curation-thresholds.ts';
import type { SelectionStrategy } from '../../../shared/curation/selection/selection-rule.ts';
import type { Project } from '../../api/project.ts';
import { request } from '../../api/request.ts';
import { embeddingsQuery } from './embeddings-query.ts';

interface CurationPlanModalProps {
  project: Project;
  /** Those that are set in the explorer. */
  limits: CurationThresholds;
  opened: boolean;
  onClose: () => void;
}

const PERIODS = [
  { value: '1', label: 'every hour' },
  { value: '6', label: 'every 6 hours' },
  { value: '24', label: 'every day' },
  { value: '168', label: 'every week' },
];
const HOURS = [
  { value: '', label: 'at any hour' },
  ...Array.from({ length: 24 }, (_, hour) => ({
    value: String(hour),
    label: `at ${String(hour).padStart(2, '0')}:00`,
  })),
];
const STRATEGIES: { strategy: SelectionStrategy; label: string }[] = [
  { strategy: 'diverse', label: 'Diverse: far from all that is labelled' },
  { strategy: 'balanced', label: 'Balanced: as many of each cluster' },
  { strategy: 'representative', label: 'Representative: the most typical' },
  { strategy: 'uncertain', label: 'Uncertain: where the newest predictions are unsure' },
  { strategy: 'hard', label: 'Hard: where the newest evaluation is wrong' },
];

/** When the project looks at its images by itself, and which of them come to the front of the queue. */
export function CurationPlanModal({ project, limits, opened, onClose }: CurationPlanModalProps) {
  const client = useQueryClient();
  const before = project.curation;
  const [isOn, setIsOn] = useState(before?.isOn ?? true);
  const [everyHours, setEveryHours] = useState(String(before?.everyHours ?? 24));
  const [hour, setHour] = useState(String(before?.at?.hour ?? ''));
  const timeZone = before?.at?.timeZone ?? new Intl.DateTimeFormat().resolvedOptions().timeZone;
  const hasHour = Number(everyHours) >= 24;
  const [embedding, setEmbedding] = useState(before?.embedding ?? 'built-in-1');
  const [moves, setMoves] = useState(before === undefined || before.selection !== undefined);
  const [budget, setBudget] = useState(before?.selection?.budget ?? 50);
  const [priority, setPriority] = useState(before?.selection?.priority ?? 80);
  const [weights, setWeights] = useState<Partial<Record<SelectionStrategy, number>>>(() =>
    before?.selection
      ? Object.fromEntries(before.selection.mixture.map(({ strategy, weight }) => [strategy, weight]))
      : { diverse: 2, balanced: 1 },
  );
  const embeddings = useQuery({ ...embeddingsQuery(project.id), enabled: opened }).data ?? [];
  const mixture = STRATEGIES.flatMap(({ strategy }) => {
    const weight = weights[strategy] ?? 0;
    return weight > 0 ? [{ strategy, weight }] : [];
  });
  const save = useMutation({
    mutationFn: () => {
      const curation: CurationPlan = {
        isOn,
        everyHours: Number(everyHours),
        ...(hasHour && hour !== '' ? { at: { hour: Number(hour), timeZone } } : {}),
        thresholds: limits,
        embedding,
        ...(moves ? { selection: { budget, priority, mixture } } : {}),
      };
      return request<Project>('PATCH', `projects/${project.id}`, { body: { curation } });
    },
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['projects', project.id] });
      onClose();
    },
  });
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title="Look by itself"
      size="lg"
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <Stack gap="sm">
        <Switch
          label="Look at new images without being asked"
          checked={isOn}
          onChange={(event) => setIsOn(event.currentTarget.checked)}
        />
        <Group grow>
          <Select
            label="How often"
            allowDeselect={false}
            data={
              PERIODS.some(({ value }) => value === everyHours)
                ? PERIODS
                : [...PERIODS, { value: everyHours, label: `every ${everyHours} hours` }]
            }
            value={everyHours}
            onChange={(value) => setEveryHours(value ?? '24')}
          />
          <Select
            label={`When, by the clocks of ${timeZone}`}
            allowDeselect={false}
            disabled={!hasHour}
            data={HOURS}
            value={hasHour ? hour : ''}
            onChange={(value) => setHour(value ?? '')}
          />
        </Group>
        <Group grow>
          <Select
            label="Compare images by"
            allowDeselect={false}
            data={[...new Set([embedding, 'built-in-1', ...embeddings])]}
            value={embedding}
            onChange={(value) => setEmbedding(value ?? 'built-in-1')}
          />
        </Group>
        <Switch
          label="Keep the front of the queue filled with what is most worth labelling"
          checked={moves}
          onChange={(event) => setMoves(event.currentTarget.checked)}
        />
        {moves && (
          <>
            <Group grow>
              <NumberInput
                label="Tasks at the front"
                min={1}
                max={500}
                value={budget}
                onChange={(value) => setBudget(Number(value) || 1)}
              />
              <NumberInput
                label="Their priority, 0 to 100"
                min={0}
                max={100}
                value={priority}
                onChange={(value) => setPriority(Number(value) || 0)}
              />
            </Group>
            {STRATEGIES.map(({ strategy, label }) => (
              <Group key={strategy} justify="space-between" wrap="nowrap">
                <Text size="sm">{label}</Text>
                <NumberInput
                  size="xs"
                  w={90}
                  aria-label={`Parts ${strategy}`}
                  min={0}
                  max={100}
                  value={weights[strategy] ?? 0}
                  onChange={(value) => setWeights({ ...weights, [strategy]: Number(value) || 0 })}
                />
              </Group>
            ))}
            <Text size="xs" c="dimmed">
              The numbers are parts of the mixture. Images with an issue and copies are never chosen.
            </Text>
          </>
        )}
        {save.error && (
          <Text size="sm" c="red" role="alert">
            {save.error.message}
          </Text>
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button
            loading={save.isPending}
            disabled={moves && mixture.length === 0}
            onClick={() => save.mutate()}
          >
            Save the plan
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
