import { FileInput, Modal, Text, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { PredictionSet } from '../../api/prediction-set.ts';
import { request } from '../../api/request.ts';
import { ModalForm } from '../shell/modal-form.tsx';

interface Started {
  predictionSet: PredictionSet;
  uploads: { name: string; url: string; method: string; headers: Record<string, string> }[];
}

/** Takes the files of a model's predictions, sends them, and starts their import. */
export function ImportPredictionsModal({ projectId, onClose }: { projectId: string; onClose: () => void }) {
  const client = useQueryClient();
  const [name, setName] = useState('');
  const [files, setFiles] = useState<File[]>([]);
  const send = useMutation({
    mutationFn: async () => {
      const body = { projectId, name, files: files.map((file) => ({ name: file.name, size: file.size })) };
      const { predictionSet, uploads } = await request<Started>('POST', 'prediction-sets', { body });
      for (const [index, upload] of uploads.entries()) {
        const { url, method, headers } = upload;
        const answer = await fetch(url, { method, headers, body: files[index] });
        if (!answer.ok) throw new Error(`${upload.name} was refused (${answer.status}).`);
      }
      await request('POST', `prediction-sets/${predictionSet.id}/import`);
    },
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['jobs'] });
      await client.invalidateQueries({ queryKey: ['prediction-sets'] });
      onClose();
    },
  });
  return (
    <Modal opened onClose={onClose} title="Import predictions">
      <ModalForm
        action="Import"
        save={send}
        isComplete={name.trim() !== '' && files.length > 0}
        onClose={onClose}
      >
        <Text size="sm" c="dimmed">
          COCO results with the COCO file that numbers their images beside them, YOLO, CVAT, Label Studio,
          Lapidary JSON or any other known format. They go to a branch of their own; labels stay as they are.
        </Text>
        <TextInput
          label="Name"
          required
          data-autofocus
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <FileInput label="Files" required multiple size="xs" value={files} onChange={setFiles} />
      </ModalForm>
    </Modal>
  );
}
