import { Modal, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { Dataset } from '../../api/dataset.ts';
import { request } from '../../api/request.ts';
import { ModalForm } from '../shell/modal-form.tsx';

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
  return (
    <Modal opened onClose={onClose} title="New dataset">
      <ModalForm action="Create dataset" save={create} isComplete={name.trim() !== ''} onClose={onClose}>
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
      </ModalForm>
    </Modal>
  );
}
