import { Badge, Button, Group, Popover, Select, Stack, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconFilter, IconSearch } from '@tabler/icons-react';
import type { Collection } from '../../api/curation.ts';
import type { Ontology } from '../../api/ontology.ts';
import { usePages } from '../../api/use-pages.ts';
import type { Stage } from '../../api/workflow.ts';
import { STAGE_KINDS } from '../workflows/stage-kinds.ts';
import type { TaskSearch } from './task-search.ts';
import { TASK_STATUS_OPTIONS } from './task-status-badge.tsx';

interface TaskFiltersProps {
  projectId: string;
  search: TaskSearch;
  onSearch: (search: TaskSearch) => void;
  stages: Stage[];
  people: { userId: string; name: string }[];
  classes: Ontology['classes'];
}

/** Which tasks the queue shows; every choice stands in the address. */
export function TaskFilters({ projectId, search, onSearch, stages, people, classes }: TaskFiltersProps) {
  const set = (name: keyof TaskSearch) => (value: string | null) =>
    onSearch({ ...search, [name]: value === null || value === '' ? undefined : value });
  const searchName = useDebouncedCallback(set('imageName'), 300);
  const collections = usePages<Collection>('collections', { projectId }).items ?? [];
  const more = [
    search.classId,
    search.collectionId,
    search.rejected,
    search.changedAfter,
    search.changedBefore,
  ];
  const moreCount = more.filter((value) => value !== undefined).length;
  const isFiltered = Object.values(search).some((value) => value !== undefined);
  return (
    <>
      <TextInput
        aria-label="Part of the image's name"
        placeholder="Image name"
        w={150}
        leftSection={<IconSearch size={14} />}
        key={search.imageName === undefined ? 'empty' : 'filled'}
        defaultValue={search.imageName}
        onChange={({ currentTarget }) => searchName(currentTarget.value.trim())}
      />
      <Select
        aria-label="Stage"
        placeholder="Every stage"
        clearable
        w={150}
        value={search.stageId ?? null}
        onChange={set('stageId')}
        data={stages
          .filter((stage) => STAGE_KINDS[stage.kind].holdsTasks)
          .map((stage) => ({ value: stage.id, label: stage.name }))}
      />
      <Select
        aria-label="Status"
        placeholder="Every status"
        clearable
        w={130}
        value={search.status ?? null}
        onChange={set('status')}
        data={TASK_STATUS_OPTIONS}
      />
      <Select
        aria-label="Person"
        placeholder="Everybody"
        clearable
        searchable
        w={150}
        value={search.assigneeId ?? null}
        onChange={set('assigneeId')}
        data={people.map(({ userId, name }) => ({ value: userId, label: name }))}
      />
      <Popover position="bottom-start" shadow="md" width={270} trapFocus>
        <Popover.Target>
          <Button
            variant="default"
            leftSection={<IconFilter size={14} />}
            rightSection={
              moreCount > 0 ? (
                <Badge size="sm" circle variant="filled">
                  {moreCount}
                </Badge>
              ) : undefined
            }
          >
            More filters
          </Button>
        </Popover.Target>
        <Popover.Dropdown>
          <Stack gap="xs">
            <Select
              label="Class in the labels"
              placeholder="Any class"
              clearable
              searchable
              comboboxProps={{ withinPortal: false }}
              value={search.classId ?? null}
              onChange={set('classId')}
              data={classes.map(({ id, name }) => ({ value: id, label: name }))}
            />
            <Select
              label="Collection"
              placeholder="All images"
              clearable
              comboboxProps={{ withinPortal: false }}
              value={search.collectionId ?? null}
              onChange={set('collectionId')}
              data={collections.map(({ id, name }) => ({ value: id, label: name }))}
            />
            <Select
              label="Sent back by a reviewer"
              placeholder="Does not matter"
              clearable
              comboboxProps={{ withinPortal: false }}
              value={search.rejected ?? null}
              onChange={set('rejected')}
              data={[
                { value: 'true', label: 'Yes' },
                { value: 'false', label: 'No' },
              ]}
            />
            <Group grow gap="xs">
              <TextInput
                type="date"
                label="Changed from"
                value={search.changedAfter?.slice(0, 10) ?? ''}
                onChange={({ currentTarget }) => set('changedAfter')(dayStart(currentTarget.value, 0))}
              />
              <TextInput
                type="date"
                label="until"
                value={search.changedBefore === undefined ? '' : dayBefore(search.changedBefore)}
                onChange={({ currentTarget }) => set('changedBefore')(dayStart(currentTarget.value, 1))}
              />
            </Group>
          </Stack>
        </Popover.Dropdown>
      </Popover>
      {isFiltered && (
        <Button variant="subtle" onClick={() => onSearch({})}>
          Clear
        </Button>
      )}
    </>
  );
}

/** The first moment of a day, or of one that comes so many days after it (UTC). */
function dayStart(day: string, daysLater: number): string | null {
  const at = Date.parse(day);
  return Number.isNaN(at) ? null : new Date(at + daysLater * 86_400_000).toISOString();
}

const dayBefore = (moment: string): string =>
  new Date(Date.parse(moment) - 86_400_000).toISOString().slice(0, 10);
