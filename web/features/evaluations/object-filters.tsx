import { Button, Chip, Popover, RangeSlider, Select, Stack, Text } from '@mantine/core';
import { IconAdjustmentsHorizontal } from '@tabler/icons-react';
import { memo } from 'react';
import { OBJECT_SIZES } from './object-size.ts';
import type { ERRORS, OutcomeFilter } from './outcome-filter.ts';

const ERROR_CHOICES: { value: keyof typeof ERRORS; label: string }[] = [
  { value: 'confused', label: 'Other class' },
  { value: 'misplaced', label: 'Misplaced' },
  { value: 'duplicate', label: 'Twice' },
  { value: 'background', label: 'Nothing there' },
];
const KINDS = [
  ['right', 'Right'],
  ['wrong', 'Wrong'],
  ['missed', 'Missed'],
] as const;

interface ObjectFiltersProps {
  picked: OutcomeFilter;
  onPick: (filter: OutcomeFilter) => void;
}

/** Which objects the grid shows: right, wrong in some way, or missed; of a size. */
export const ObjectFilters = memo(function ObjectFilters({ picked, onPick }: ObjectFiltersProps) {
  return (
    <>
      {KINDS.map(([kind, label]) => (
        <Chip
          key={kind}
          size="xs"
          checked={picked.kind === kind}
          onChange={() => {
            const { classIndex, size, score, iou } = picked;
            onPick({ kind, classIndex, size, score, iou });
          }}
        >
          {label}
        </Chip>
      ))}
      <Select
        aria-label="Way of being wrong"
        size="xs"
        w={150}
        placeholder="Wrong in any way"
        clearable
        disabled={picked.kind !== 'wrong'}
        value={picked.error ?? null}
        onChange={(error) => onPick({ ...picked, error: error ?? undefined })}
        data={ERROR_CHOICES}
      />
      <Select
        aria-label="Size of the objects"
        size="xs"
        w={110}
        placeholder="Any size"
        clearable
        value={picked.size ?? null}
        onChange={(size) => onPick({ ...picked, size: size ?? undefined })}
        data={OBJECT_SIZES}
      />
      <Popover withArrow shadow="md">
        <Popover.Target>
          <Button
            size="xs"
            variant={picked.score === undefined && picked.iou === undefined ? 'default' : 'light'}
            leftSection={<IconAdjustmentsHorizontal size={14} />}
            disabled={picked.kind === 'missed'}
            title={picked.kind === 'missed' ? 'What is missed has neither score nor IoU' : undefined}
          >
            Score and IoU
          </Button>
        </Popover.Target>
        <Popover.Dropdown w={260}>
          <Stack gap="sm">
            <Range label="Score" value={picked.score} onChange={(score) => onPick({ ...picked, score })} />
            <Range
              label="IoU with its class"
              value={picked.iou}
              onChange={(iou) => onPick({ ...picked, iou })}
            />
            <Button
              size="xs"
              variant="default"
              onClick={() => onPick({ ...picked, score: undefined, iou: undefined })}
            >
              Any score and IoU
            </Button>
          </Stack>
        </Popover.Dropdown>
      </Popover>
    </>
  );
});

interface RangeProps {
  label: string;
  value: [number, number] | undefined;
  onChange: (value: [number, number]) => void;
}

function Range({ label, value = [0, 1], onChange }: RangeProps) {
  return (
    <div>
      <Text size="xs" fw={500} className="number">
        {label} {value[0].toFixed(2)} to {value[1].toFixed(2)}
      </Text>
      <RangeSlider
        thumbFromLabel={`${label} from`}
        thumbToLabel={`${label} to`}
        min={0}
        max={1}
        step={0.01}
        minRange={0}
        label={null}
        value={value}
        onChange={onChange}
      />
    </div>
  );
}
