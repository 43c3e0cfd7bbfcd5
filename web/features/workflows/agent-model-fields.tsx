import { Group, NumberInput, Select, TextInput } from '@mantine/core';
import { usePages } from '../../api/use-pages.ts';
import type { Stage } from '../../api/workflow.ts';

interface AgentModelFieldsProps {
  settings: Stage['settings'];
  set: (key: string, value: unknown) => void;
}

interface Model {
  id: string;
  name: string;
  kind: 'segmenter' | 'detector' | 'embedder' | 'endpoint';
}

/** Which model labels the tasks of an agent stage, and what becomes of what it finds. */
export function AgentModelFields({ settings, set }: AgentModelFieldsProps) {
  const models = (usePages<Model>('models').items ?? []).filter(({ kind }) => kind !== 'embedder');
  const chosen = models.find(({ id }) => id === settings.modelId);
  return (
    <Group grow align="flex-start">
      <Select
        label="Model"
        placeholder={models.length === 0 ? 'No model is set up here' : 'Choose one'}
        value={typeof settings.modelId === 'string' ? settings.modelId : null}
        data={models.map(({ id, name }) => ({ value: id, label: name }))}
        onChange={(value) => set('modelId', value ?? undefined)}
      />
      {chosen?.kind !== 'detector' && (
        <TextInput
          label="Class of what it finds"
          description="Its id; needed when the ontology has several"
          value={typeof settings.classId === 'string' ? settings.classId : ''}
          onChange={({ currentTarget }) => set('classId', currentTarget.value.trim() || undefined)}
        />
      )}
      <NumberInput
        label="Confidence at least"
        min={0}
        max={1}
        step={0.05}
        value={Number(settings.minimumConfidence ?? 0)}
        onChange={(value) => set('minimumConfidence', Number(value) || 0)}
      />
    </Group>
  );
}
