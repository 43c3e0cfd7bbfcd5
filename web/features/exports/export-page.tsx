import { Alert, Anchor, Button, Group, Select, Stack, Text, Title } from '@mantine/core';
import { IconFileExport } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import type { ExportDestination } from '../../api/export-destination.ts';
import { EXPORT_FORMATS } from '../../api/format-titles.ts';
import { isGoing, type Job } from '../../api/job.ts';
import { request } from '../../api/request.ts';
import type { Snapshot } from '../../api/snapshot.ts';
import { usePages } from '../../api/use-pages.ts';
import { ExportReport } from '../jobs/export-report.tsx';
import { JobProgress } from '../jobs/job-progress.tsx';
import { jobQuery } from '../jobs/job-query.ts';

/** Before the name of a destination, among the ways to pack. */
const TO = 'to:';

/** Choose what is exported and how; see what the format cannot hold; start. */
export function ExportPage() {
  const { projectId } = useParams({ from: '/signed-in/app/projects/$projectId' });
  const navigate = useNavigate();
  const snapshots = usePages<Snapshot>('snapshots', { projectId }).items ?? [];
  const destinations =
    useQuery({
      queryKey: ['export-destinations', projectId],
      queryFn: ({ signal }) =>
        request<{ items: ExportDestination[] }>('GET', 'export-destinations', {
          query: { projectId },
          signal,
        }),
    }).data?.items ?? [];
  const [snapshotId, setSnapshotId] = useState('');
  const [format, setFormat] = useState('coco');
  const [include, setInclude] = useState('completed');
  const [images, setImages] = useState('none');
  const [packing, setPacking] = useState('zip');
  const destination = destinations.find(({ name }) => packing === TO + name);
  const [checkId, setCheckId] = useState<string>();
  const check = useQuery(jobQuery(checkId)).data;
  const start = useMutation({
    mutationFn: (dryRun: boolean) =>
      request<Job>('POST', 'exports', {
        body: {
          ...(snapshotId === '' ? { projectId, include } : { snapshotId }),
          format,
          images,
          ...(destination === undefined ? { packing } : { destination: destination.name }),
          dryRun,
        },
      }),
    onSuccess: async (job, dryRun) => {
      if (dryRun) setCheckId(job.id);
      else await navigate({ href: `/projects/${projectId}/jobs/${job.id}` });
    },
  });
  /** What was checked is not what is chosen any more. */
  const choose =
    <T,>(set: (value: T) => void) =>
    (value: T) => {
      set(value);
      setCheckId(undefined);
      start.reset();
    };
  return (
    <>
      <Anchor component={Link} to={`/projects/${projectId}/jobs`} size="xs" c="dimmed">
        All jobs
      </Anchor>
      <Title order={2} mb="sm" mt={4}>
        Export labels
      </Title>
      <Stack gap="md">
        <section className="card card-pad">
          <Group gap="sm" align="flex-end">
            <Select
              label="What"
              w={220}
              value={snapshotId}
              onChange={(value) => choose(setSnapshotId)(value ?? '')}
              allowDeselect={false}
              data={[
                { value: '', label: 'The project as it is now' },
                ...snapshots
                  .filter(({ status }) => status === 'sealed')
                  .map(({ id, name }) => ({ value: id, label: `Snapshot ${name}` })),
              ]}
            />
            {snapshotId === '' && (
              <Select
                label="Images"
                w={170}
                value={include}
                onChange={(value) => choose(setInclude)(value ?? 'completed')}
                allowDeselect={false}
                data={[
                  { value: 'completed', label: 'That are complete' },
                  { value: 'labelled', label: 'All with labels' },
                ]}
              />
            )}
            <Select
              label="Format"
              w={200}
              searchable
              value={format}
              onChange={(value) => choose(setFormat)(value ?? 'coco')}
              allowDeselect={false}
              data={EXPORT_FORMATS}
            />
            <Select
              label="Image files"
              w={170}
              value={images}
              onChange={(value) => choose(setImages)(value ?? 'none')}
              allowDeselect={false}
              data={[
                { value: 'none', label: 'Left out' },
                { value: 'files', label: 'Beside the labels' },
                { value: 'links', label: 'As a table of links' },
              ]}
            />
            <Select
              label="Packed as"
              w={170}
              value={packing}
              onChange={(value) => choose(setPacking)(value ?? 'zip')}
              allowDeselect={false}
              data={[
                { value: 'zip', label: 'One file or ZIP' },
                { value: 'folder', label: 'A folder in the bucket' },
                ...destinations.map(({ name }) => ({ value: TO + name, label: `A folder at ${name}` })),
              ]}
            />
          </Group>
          <Group gap="xs" mt="md">
            <Button
              variant="default"
              loading={start.isPending && start.variables}
              onClick={() => start.mutate(true)}
            >
              See what is lost
            </Button>
            <Button
              leftSection={<IconFileExport size={15} />}
              loading={start.isPending && !start.variables}
              onClick={() => start.mutate(false)}
            >
              Start export
            </Button>
            <Text size="xs" c="dimmed">
              Not every format holds every shape and attribute. The check writes nothing.
              {destination !== undefined && (
                <>
                  {' '}
                  The files go into a new folder under <code>{destination.location}</code>.
                </>
              )}
            </Text>
          </Group>
        </section>
        {start.error !== null && (
          <Alert color="red" role="alert">
            {start.error.message}
          </Alert>
        )}
        {check !== undefined &&
          (isGoing(check) || check.status !== 'succeeded' ? (
            <div className="card card-pad">
              <JobProgress job={check} />
            </div>
          ) : (
            <ExportReport job={check} />
          ))}
      </Stack>
    </>
  );
}
