import { Alert, Anchor, Button, Group, Progress, Stack, Text, Title } from '@mantine/core';
import { IconFileImport } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { isGoing } from '../../api/job.ts';
import { ImportReport } from '../jobs/import-report.tsx';
import { JobProgress } from '../jobs/job-progress.tsx';
import { jobQuery } from '../jobs/job-query.ts';
import { useJobActions } from '../jobs/use-job-actions.ts';
import { ImportOptions } from './import-options.tsx';
import { LabelFiles } from './label-files.tsx';
import { useImport, type ImportChoices } from './use-import.ts';

/** Label files in: choose, see what would come and what would not, import. */
export function ImportPage() {
  const { projectId } = useParams({ from: '/signed-in/app/projects/$projectId' });
  const navigate = useNavigate();
  const [choices, setChoices] = useState<ImportChoices>({ format: '', existing: 'keep', addClasses: false });
  const [left, setLeft] = useState(0);
  const { chosen, checkId, sending, start, choose, forget, cancel } = useImport(
    projectId,
    (job) => void navigate({ href: `/projects/${projectId}/jobs/${job.id}` }),
  );
  const check = useQuery(jobQuery(checkId)).data;
  const jobActions = useJobActions();
  const isDry = start.isPending && start.variables.dryRun;
  return (
    <>
      <Anchor component={Link} to={`/projects/${projectId}/jobs`} size="xs" c="dimmed">
        All jobs
      </Anchor>
      <Title order={2} mb="sm" mt={4}>
        Import labels
      </Title>
      <Stack gap="md">
        <LabelFiles
          chosen={chosen}
          imagesLeft={left}
          onChoose={(files, images) => {
            setLeft(images);
            choose(files);
          }}
        />
        {chosen.length > 0 && (
          <section className="card card-pad">
            <ImportOptions
              choices={choices}
              onChange={(changed) => {
                setChoices(changed);
                forget();
              }}
            />
            <Group gap="xs" mt="md">
              <Button
                variant={check?.status === 'succeeded' ? 'default' : 'filled'}
                loading={isDry}
                disabled={start.isPending}
                onClick={() => start.mutate({ choices, dryRun: true })}
              >
                See what would happen
              </Button>
              <Button
                variant={check?.status === 'succeeded' ? 'filled' : 'default'}
                leftSection={<IconFileImport size={15} />}
                loading={start.isPending && !isDry}
                disabled={start.isPending}
                onClick={() => start.mutate({ choices, dryRun: false })}
              >
                Import
              </Button>
              {sending !== undefined && (
                <>
                  <Progress w={180} value={100 * sending} aria-label="Sending the files" />
                  <Button variant="subtle" onClick={cancel}>
                    Cancel
                  </Button>
                </>
              )}
            </Group>
          </section>
        )}
        {start.error !== null && (
          <Alert color="red" role="alert">
            {start.error.message}
          </Alert>
        )}
        {check !== undefined && isGoing(check) && (
          <Group className="card card-pad" wrap="nowrap">
            <div className="grow">
              <JobProgress job={check} />
            </div>
            <Button variant="subtle" onClick={() => jobActions.cancel.mutate(check)}>
              Cancel
            </Button>
          </Group>
        )}
        {check?.status === 'failed' && (
          <Alert color="red" role="alert" title="These files cannot be imported">
            {check.error?.message}
          </Alert>
        )}
        {check?.status === 'cancelled' && <Text size="sm">The dry run was cancelled.</Text>}
        {check?.status === 'succeeded' && <ImportReport job={check} />}
      </Stack>
    </>
  );
}
