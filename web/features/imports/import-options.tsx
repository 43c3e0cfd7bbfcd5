import { Checkbox, Group, Select } from '@mantine/core';
import { IMPORT_FORMATS } from '../../api/format-titles.ts';
import type { ImportChoices } from './use-import.ts';

const EXISTING = [
  { value: 'keep', label: 'Keep the labels that are there' },
  { value: 'replace', label: 'Replace them by a new revision' },
  { value: 'add', label: 'Add to them' },
];

interface ImportOptionsProps {
  choices: ImportChoices;
  onChange: (choices: ImportChoices) => void;
}

/** How label files are read, and what becomes of labels and classes that meet. */
export function ImportOptions({ choices, onChange }: ImportOptionsProps) {
  return (
    <Group gap="sm" align="flex-end">
      <Select
        label="Format"
        w={210}
        searchable
        allowDeselect={false}
        value={choices.format}
        data={[{ value: '', label: 'Recognise it' }, ...IMPORT_FORMATS]}
        onChange={(format) => onChange({ ...choices, format: format ?? '' })}
      />
      <Select
        label="Images that have labels"
        w={240}
        allowDeselect={false}
        value={choices.existing}
        data={EXISTING}
        onChange={(existing) => onChange({ ...choices, existing: (existing ?? 'keep') as 'keep' })}
      />
      <Checkbox
        size="xs"
        mb={7}
        label="Add classes that the ontology lacks"
        checked={choices.addClasses}
        onChange={({ currentTarget }) => onChange({ ...choices, addClasses: currentTarget.checked })}
      />
    </Group>
  );
}
