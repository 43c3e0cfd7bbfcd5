import { Anchor, Button, Text, Title } from '@mantine/core';
import { usePages } from '../../api/use-pages.ts';
import { ErrorState } from '../shell/error-state.tsx';

interface ExportedFile {
  path: string;
  /** Bytes. */
  size: number;
  downloadUrl: string;
}

/** The files of an export that lies as a folder in the bucket, each to be fetched by itself. */
export function ExportedFiles({ jobId, folder }: { jobId: string; folder: string }) {
  const files = usePages<ExportedFile>(`exports/${jobId}/files`, {}, { limit: 50 });
  return (
    <section className="card card-pad">
      <Title order={2} mb={4}>
        Files
      </Title>
      <Text size="xs" c="dimmed" mb="xs">
        In the bucket under <code>{folder}</code>. The links work for 15 minutes.
      </Text>
      {files.error !== null && <ErrorState error={files.error} retry={() => void files.refetch()} />}
      <ul style={{ margin: 0, paddingLeft: 18 }}>
        {files.items?.map((file) => (
          <li key={file.path}>
            <Anchor size="sm" href={file.downloadUrl} download>
              <bdi>{file.path}</bdi>
            </Anchor>{' '}
            <Text span size="xs" c="dimmed" className="number">
              {Math.ceil(file.size / 1024).toLocaleString('en')} KB
            </Text>
          </li>
        ))}
      </ul>
      {files.hasNextPage && (
        <Button
          size="compact-sm"
          variant="default"
          mt="xs"
          loading={files.isFetchingNextPage}
          onClick={() => void files.fetchNextPage()}
        >
          More files
        </Button>
      )}
    </section>
  );
}
