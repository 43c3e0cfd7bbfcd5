import { Button, MultiSelect } from '@mantine/core';
import { useState } from 'react';
import type { Dataset } from '../../../api/dataset.ts';
import type { Project } from '../../../api/project.ts';
import { usePages } from '../../../api/use-pages.ts';
import { useChangeProject } from '../use-change-project.ts';
import { SettingCard } from './setting-card.tsx';

/** Where the images come from. */
export function DatasetsSetting({ project }: { project: Project }) {
  const change = useChangeProject(project.id);
  const datasets = usePages<Dataset>('datasets', {}, { limit: 500 }).items ?? [];
  const [datasetIds, setDatasetIds] = useState(project.datasetIds);
  const isSame = datasetIds.toSorted().join() === project.datasetIds.toSorted().join();
  return (
    <SettingCard
      title="Datasets"
      about="Every ready image of an added dataset gets a task. Tasks of one that is taken away stay."
      action={
        <Button loading={change.isPending} disabled={isSame} onClick={() => change.mutate({ datasetIds })}>
          Save
        </Button>
      }
    >
      <MultiSelect
        aria-label="Datasets of the project"
        searchable
        value={datasetIds}
        data={datasets.map(({ id, name }) => ({ value: id, label: name }))}
        onChange={setDatasetIds}
      />
    </SettingCard>
  );
}
