import { Group, MultiSelect, Select, Stack, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { SnapshotFilter } from '../../../shared/jobs/snapshot-filter.ts';
import type { Collection } from '../../api/curation.ts';
import { usePages } from '../../api/use-pages.ts';
import { ontologyQuery, projectQuery } from '../projects/project-queries.ts';

interface Props {
  projectId: string;
  filter: SnapshotFilter;
  onFilter: (filter: SnapshotFilter) => void;
}

/** Which images of a project a snapshot takes; what is left empty does not matter. */
export function SnapshotFilterFields({ projectId, filter, onFilter }: Props) {
  const collections = usePages<Collection>('collections', { projectId }).items ?? [];
  const project = useQuery(projectQuery(projectId)).data;
  const ontology = useQuery(ontologyQuery(project?.ontologyId ?? '')).data;
  const classes = [...(ontology?.classes ?? []), ...(ontology?.classifications ?? [])];
  const day = (name: 'savedFrom' | 'savedBefore', label: string) => (
    <TextInput
      type="date"
      label={label}
      value={dayOf(filter[name])}
      onChange={({ currentTarget }) => onFilter({ ...filter, [name]: timeOf(currentTarget.value) })}
    />
  );
  return (
    <Stack gap="sm">
      <Select
        label="Collection"
        placeholder="All images"
        clearable
        value={filter.collectionId ?? null}
        onChange={(value) => onFilter({ ...filter, collectionId: value ?? undefined })}
        data={collections.map(({ id, name }) => ({ value: id, label: name }))}
      />
      <MultiSelect
        label="With one of these classes"
        placeholder={filter.classIds === undefined ? 'Any' : undefined}
        clearable
        searchable
        maxValues={100}
        value={filter.classIds ?? []}
        onChange={(ids) => onFilter({ ...filter, classIds: ids.length === 0 ? undefined : ids })}
        data={classes.map(({ id, name }) => ({ value: id, label: name }))}
      />
      <Group grow>
        {day('savedFrom', 'Labels saved from')}
        {day('savedBefore', 'Labels saved before')}
      </Group>
    </Stack>
  );
}

/** The beginning of that day where the person is. */
function timeOf(day: string): string | undefined {
  const time = new Date(`${day}T00:00:00`);
  return Number.isNaN(time.getTime()) ? undefined : time.toISOString();
}

function dayOf(time: string | undefined): string {
  if (time === undefined) return '';
  const at = new Date(time);
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
}
