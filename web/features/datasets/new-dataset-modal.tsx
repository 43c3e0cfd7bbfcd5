import { Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState, type FormEvent } from 'react';
import type { Dataset } from '../../api/dataset.ts';
import { request } from '../../api/request.ts';

/** A dataset to upload images to, or one that mirrors a bucket that the installation was given to read. */
export function NewDatasetModal({ onClose }: { onClose: () => void }) {
  const [name, setName] = useState('');
  const [source, setSource] = useState('');
  const navigate = useNavigate();
  const client = useQueryClient();
  const create = useMutation({
    mutationFn: () =>
      request<Dataset>('POST', 'datasets', {
        body: { name, ...(source.trim() === '' ? {} : { source: source.trim() }) },
      }),
    onSuccess: async (dataset) => {
      await client.invalidateQueries({ queryKey: ['datasets'] });
      await navigate({ to: '/datasets/$datasetId', params: { datasetId: dataset.id } });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    create.mutate();
  };
  return (
    <Modal opened onClose={onClose} title="New dataset">
      <form onSubmit={submit}>
        <Stack gap="sm">
          <TextInput
            label="Name"
            required
            data-autofocus
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <TextInput
            label="Mirror a bucket"
            description="Leave it empty to upload images. A bucket has to be attached when Lapidary is deployed; it is only read."
            placeholder="s3://photos/2024/"
            value={source}
            onChange={(event) => setSource(event.currentTarget.value)}
          />
          {create.error !== null && (
            <Text size="sm" c="red" role="alert">
              {create.error.message}
            </Text>
          )}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={create.isPending} disabled={name.trim() === ''}>
              Create dataset
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
