import { Chip, Select } from '@mantine/core';
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
export function ObjectFilters({ picked, onPick }: ObjectFiltersProps) {
  return (
    <>
      {KINDS.map(([kind, label]) => (
        <Chip
          key={kind}
          size="xs"
          checked={picked.kind === kind}
          onChange={() => onPick({ kind, classIndex: picked.classIndex, size: picked.size })}
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
    </>
  );
}
