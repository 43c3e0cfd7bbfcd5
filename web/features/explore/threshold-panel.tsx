import { Button, Group, NumberInput, SimpleGrid, Stack, Text } from '@mantine/core';
import type { CurationThresholds } from '../../../shared/curation/issues/curation-thresholds.ts';
import { counted } from './counted.ts';

interface ThresholdPanelProps {
  limits: CurationThresholds;
  defaults: CurationThresholds;
  counts: [kind: string, count: number][];
  onChange: (limits: CurationThresholds) => void;
}

/** Those that can be judged again from what is known; which kind they decide, and the step of a click. */
const FIELDS = [
  { name: 'sharpness', label: 'Blurry below', kind: 'blurry', step: 5, digits: 0 },
  { name: 'dark', label: 'Dark below', kind: 'dark', step: 0.01, digits: 2 },
  { name: 'bright', label: 'Bright above', kind: 'bright', step: 0.01, digits: 2 },
  { name: 'entropy', label: 'Low entropy below', kind: 'low-information', step: 0.1, digits: 1 },
  { name: 'aspect', label: 'Odd shape over 1 :', kind: 'odd-aspect', step: 0.5, digits: 1 },
  { name: 'sizeFactor', label: 'Odd size beyond ×', kind: 'odd-size', step: 1, digits: 0 },
] as const;

/** Where a value becomes an issue; the counts follow at once. */
export function ThresholdPanel({ limits, defaults, counts, onChange }: ThresholdPanelProps) {
  const countOf = new Map(counts);
  return (
    <Stack gap="xs">
      <Group justify="space-between">
        <Text fw={600} size="sm">
          Thresholds
        </Text>
        <Button
          variant="subtle"
          size="compact-xs"
          disabled={FIELDS.every(({ name }) => limits[name] === defaults[name])}
          onClick={() => onChange(defaults)}
        >
          Reset
        </Button>
      </Group>
      <SimpleGrid cols={2} spacing="xs">
        {FIELDS.map(({ name, label, kind, step, digits }) => (
          <NumberInput
            key={name}
            size="xs"
            label={label}
            description={counted(countOf.get(kind) ?? 0, 'image')}
            min={0}
            step={step}
            decimalScale={digits}
            value={limits[name]}
            onChange={(value) => typeof value === 'number' && onChange({ ...limits, [name]: value })}
          />
        ))}
      </SimpleGrid>
    </Stack>
  );
}
