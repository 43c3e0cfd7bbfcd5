import {
  ActionIcon,
  Button,
  Group,
  MultiSelect,
  NumberInput,
  Select,
  Stack,
  Switch,
  Text,
  TextInput,
  Title,
} from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import type { Person } from '../../api/person.ts';
import { usePages } from '../../api/use-pages.ts';
import type { Pathway, Stage } from '../../api/workflow.ts';
import { AgentModelFields } from './agent-model-fields.tsx';
import { STAGE_KINDS } from './stage-kinds.ts';

interface StageFormProps {
  stage: Stage;
  stages: Stage[];
  onChange: (stage: Stage) => void;
  onDelete: () => void;
}

const NAMED_BY_AUTHOR = new Set(['percentageRouter', 'collaboratorRouter', 'agent']);

/** Switches of a stage's settings by kind; the default is what holds when nothing was chosen. */
const SWITCHES: Partial<Record<Stage['kind'], { key: string; label: string; isDefaultOn: boolean }[]>> = {
  review: [
    { key: 'strict', label: 'The task stays until the reviewer ends the review', isDefaultOn: true },
    { key: 'editLabels', label: 'Reviewers may correct labels', isDefaultOn: false },
    { key: 'noSelfReview', label: 'Nobody reviews their own work', isDefaultOn: true },
  ],
};

export function StageForm({ stage, stages, onChange, onDelete }: StageFormProps) {
  const people = usePages<Person>('users', {}, { limit: 500 }).items ?? [];
  const peopleOptions = people.map(({ id, name, email }) => ({ value: id, label: name || email }));
  const { label, purpose, icon: KindIcon } = STAGE_KINDS[stage.kind];
  const set = (key: string, value: unknown) =>
    onChange({ ...stage, settings: { ...stage.settings, [key]: value } });
  const hasPeople = stage.kind === 'annotate' || stage.kind === 'review' || stage.kind === 'consensus';
  const { collaborators } = stage.settings;
  return (
    <Stack gap="sm">
      <Group justify="space-between">
        <Group gap={6}>
          <KindIcon size={17} stroke={1.7} />
          <Title order={3}>{label}</Title>
        </Group>
        {stage.kind !== 'start' && (
          <Button variant="subtle" color="red" leftSection={<IconTrash size={14} />} onClick={onDelete}>
            Delete the stage
          </Button>
        )}
      </Group>
      <Text size="xs" c="dimmed">
        {purpose}
      </Text>
      <TextInput
        label="Name"
        value={stage.name}
        onChange={(event) => onChange({ ...stage, name: event.currentTarget.value })}
      />
      {hasPeople && (
        <MultiSelect
          label="Who works here"
          placeholder={Array.isArray(collaborators) ? undefined : 'Everybody whose role allows it'}
          data={peopleOptions}
          value={Array.isArray(collaborators) ? (collaborators as string[]) : []}
          onChange={(ids) => set('collaborators', ids.length === 0 ? 'all' : ids)}
          searchable
          clearable
        />
      )}
      {SWITCHES[stage.kind]?.map(({ key, label: text, isDefaultOn }) => (
        <Switch
          key={key}
          size="xs"
          label={text}
          checked={(stage.settings[key] ?? isDefaultOn) === true}
          onChange={(event) => set(key, event.currentTarget.checked)}
        />
      ))}
      {stage.kind === 'consensus' && (
        <NumberInput
          label="Annotators per image"
          w={170}
          min={2}
          max={20}
          value={Number(stage.settings.annotators ?? 3)}
          onChange={(value) => set('annotators', Number(value) || 2)}
        />
      )}
      {stage.kind === 'agent' && (
        <Group grow align="flex-start">
          <Select
            label="What acts"
            allowDeselect={false}
            value={typeof stage.settings.actor === 'string' ? stage.settings.actor : 'client'}
            data={[
              { value: 'client', label: 'Any API client' },
              { value: 'model', label: 'A model' },
              { value: 'webhook', label: 'A webhook' },
            ]}
            onChange={(value) => set('actor', value ?? 'client')}
          />
          <NumberInput
            label="Waits at most, seconds"
            min={10}
            max={604_800}
            value={Number(stage.settings.timeoutSeconds ?? 3600)}
            onChange={(value) => set('timeoutSeconds', Number(value) || 3600)}
          />
        </Group>
      )}
      {stage.kind === 'agent' && stage.settings.actor === 'model' && (
        <AgentModelFields settings={stage.settings} set={set} />
      )}
      {stage.kind === 'agent' && stage.settings.actor === 'webhook' && (
        <TextInput
          label="Address"
          placeholder="https://example.org/label"
          value={typeof stage.settings.url === 'string' ? stage.settings.url : ''}
          onChange={({ currentTarget }) => set('url', currentTarget.value.trim() || undefined)}
        />
      )}
      <Pathways stage={stage} stages={stages} peopleOptions={peopleOptions} onChange={onChange} />
    </Stack>
  );
}

interface PathwaysProps {
  stage: Stage;
  stages: Stage[];
  peopleOptions: { value: string; label: string }[];
  onChange: (stage: Stage) => void;
}

function Pathways({ stage, stages, peopleOptions, onChange }: PathwaysProps) {
  const isNamed = NAMED_BY_AUTHOR.has(stage.kind);
  if (stage.kind === 'complete' || stage.kind === 'archive') return null;
  const set = (index: number, changes: Partial<Pathway>) =>
    onChange({ ...stage, pathways: stage.pathways.with(index, { ...stage.pathways[index], ...changes }) });
  const targets = stages
    .filter(({ kind, id }) => kind !== 'start' && id !== stage.id)
    .map(({ id, name }) => ({ value: id, label: name }));
  const add = () => {
    const more =
      stage.kind === 'percentageRouter'
        ? { percentage: 0 }
        : stage.kind === 'collaboratorRouter'
          ? { people: [] }
          : {};
    onChange({
      ...stage,
      pathways: [...stage.pathways, { name: `path ${stage.pathways.length + 1}`, to: '', ...more }],
    });
  };
  const sum = stage.pathways.reduce((total, { percentage }) => total + (percentage ?? 0), 0);
  return (
    <div>
      <Group justify="space-between" mb={6}>
        <Text size="xs" fw={600}>
          Pathways
        </Text>
        {stage.kind === 'percentageRouter' && (
          <Text size="xs" c={sum === 100 ? 'dimmed' : 'red'} className="number">
            {sum} of 100 %
          </Text>
        )}
      </Group>
      <Stack gap={6}>
        {stage.pathways.map((pathway, index) => (
          <Group key={index} gap={6} wrap="nowrap">
            <TextInput
              aria-label={`Name of pathway ${index + 1}`}
              w={130}
              readOnly={!isNamed || pathway.name === 'orElse'}
              value={pathway.name}
              onChange={(event) => set(index, { name: event.currentTarget.value })}
            />
            {stage.kind === 'percentageRouter' && (
              <NumberInput
                aria-label={`Percentage of ${pathway.name}`}
                w={80}
                min={0}
                max={100}
                suffix=" %"
                value={pathway.percentage ?? 0}
                onChange={(value) => set(index, { percentage: Number(value) || 0 })}
              />
            )}
            {stage.kind === 'collaboratorRouter' && pathway.name !== 'orElse' && (
              <MultiSelect
                aria-label={`People of ${pathway.name}`}
                className="grow"
                data={peopleOptions}
                value={pathway.people ?? []}
                onChange={(ids) => set(index, { people: ids })}
              />
            )}
            <Select
              aria-label={`Where ${pathway.name} leads`}
              className="grow"
              placeholder="Leads to…"
              data={targets}
              value={pathway.to === '' ? null : pathway.to}
              onChange={(to) => set(index, { to: to ?? '' })}
            />
            {isNamed && pathway.name !== 'orElse' && (
              <ActionIcon
                aria-label={`Remove ${pathway.name}`}
                onClick={() => onChange({ ...stage, pathways: stage.pathways.toSpliced(index, 1) })}
              >
                <IconTrash size={14} />
              </ActionIcon>
            )}
          </Group>
        ))}
      </Stack>
      {isNamed && (
        <Button mt={6} variant="default" leftSection={<IconPlus size={14} />} onClick={add}>
          Add a pathway
        </Button>
      )}
    </div>
  );
}
