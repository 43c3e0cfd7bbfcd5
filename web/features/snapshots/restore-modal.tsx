import { Alert, Button, Group, Modal, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import type { Job } from '../../api/job.ts';
import { request } from '../../api/request.ts';
import type { Snapshot } from '../../api/snapshot.ts';

/** Before the labels of a snapshot come back: what that does. */
export function RestoreModal({ snapshot, onClose }: { snapshot: Snapshot; onClose: () => void }) {
  const navigate = useNavigate();
  const restore = useMutation({
    mutationFn: () => request<Job>('POST', `snapshots/${snapshot.id}/restore`),
    onSuccess: (job) => navigate({ href: `/projects/${snapshot.projectId}/jobs/${job.id}` }),
  });
  return (
    <Modal opened onClose={onClose} title={`Bring back "${snapshot.name}"`}>
      <Text size="sm">
        Its labels become the newest revision of every image in it. What was saved since stays in the history
        of each image, so this can be undone by bringing back a later snapshot.
      </Text>
      {restore.error !== null && (
        <Alert color="red" mt="sm" role="alert">
          {restore.error.message}
        </Alert>
      )}
      <Group justify="flex-end" mt="md">
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
        <Button loading={restore.isPending} onClick={() => restore.mutate()}>
          Bring its labels back
        </Button>
      </Group>
    </Modal>
  );
}
