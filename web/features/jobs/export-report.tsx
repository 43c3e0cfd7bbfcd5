import { Stack, Text, Title } from '@mantine/core';
import type { Loss } from '../../../shared/formats/format.ts';
import type { Job } from '../../api/job.ts';
import { ExportedFiles } from './exported-files.tsx';
import { Facts } from './facts.tsx';
import { LossTable } from './loss-table.tsx';

interface ExportResult {
  images?: number;
  objects?: number;
  files?: number;
  /** Bytes. */
  size?: number;
  dropped?: Loss[];
  /** Where its files lie, when it is no single file. */
  folder?: string;
  /** Where they lie when they were written to a destination. */
  location?: string;
  destination?: string;
}

/** What an export holds, or would hold, and what its format has no place for. */
export function ExportReport({ job }: { job: Job }) {
  const {
    images = 0,
    objects = 0,
    files = 0,
    size = 0,
    dropped = [],
    folder,
    location,
    destination,
  } = (job.result ?? {}) as ExportResult;
  return (
    <Stack gap="md">
      <section className="card card-pad">
        <Title order={2} mb="xs">
          {job.asked.dryRun === true ? 'What would be written' : 'What was written'}
        </Title>
        <Facts
          facts={[
            [images, images === 1 ? 'image' : 'images'],
            [objects, objects === 1 ? 'object' : 'objects'],
            [files, files === 1 ? 'file' : 'files'],
            [Math.ceil(size / 1024), 'KB of labels'],
          ]}
        />
      </section>
      {dropped.length > 0 ? (
        <section className="card">
          <Title order={2} className="card-pad">
            Left out or changed
          </Title>
          <LossTable losses={dropped} />
        </section>
      ) : (
        <Text size="sm" c="dimmed">
          The format holds everything: nothing is lost.
        </Text>
      )}
      {location !== undefined && (
        <section className="card card-pad">
          <Title order={2} mb={4}>
            Files
          </Title>
          <Text size="sm">
            At {destination}, under{' '}
            <code>
              <bdi>{location}</bdi>
            </code>
            . Fetch them there: Lapidary only writes to it.
          </Text>
        </section>
      )}
      {job.status === 'succeeded' && folder !== undefined && <ExportedFiles jobId={job.id} folder={folder} />}
    </Stack>
  );
}
