import { Modal, NumberInput, Select, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { request } from '../../api/request.ts';
import { ModalForm } from '../shell/modal-form.tsx';

const LOSSES = [
  { value: 'focal-dice', label: 'Focal and dice (as SAM was trained)' },
  { value: 'bce-dice', label: 'Cross-entropy and dice (for a handful of images)' },
  { value: 'mse', label: 'Mean squared error' },
];

/** Asks how long and by which loss a model shall learn from the finished images of the project. */
export function FineTuneModal({ projectId, onClose }: { projectId: string; onClose: () => void }) {
  const client = useQueryClient();
  const [epochs, setEpochs] = useState<number | string>(30);
  const [loss, setLoss] = useState('focal-dice');
  const start = useMutation({
    mutationFn: () =>
      request('POST', 'models/fine-tunes', { body: { projectId, epochs: Number(epochs), loss } }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['jobs'] });
      onClose();
    },
  });
  return (
    <Modal opened onClose={onClose} title="Fine-tune a model">
      <ModalForm action="Start" save={start} onClose={onClose}>
        <Text size="sm" c="dimmed">
          Learns from the masks and polygons of finished images; a fifth of them is held out to check by. The
          new model is used from the next click on, but only if it is better there. You can go back at any
          time.
        </Text>
        <NumberInput
          label="At most so many rounds"
          min={1}
          max={500}
          value={epochs}
          onChange={setEpochs}
          required
        />
        <Select
          label="What is minimised"
          value={loss}
          onChange={(value) => setLoss(value ?? 'focal-dice')}
          allowDeselect={false}
          data={LOSSES}
        />
      </ModalForm>
    </Modal>
  );
}
