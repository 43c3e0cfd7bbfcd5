import { Group, Modal, NumberInput, Select, Text, Textarea, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { SnapshotFilter } from '../../../shared/jobs/snapshot-filter.ts';
import { request } from '../../api/request.ts';
import { ModalForm } from '../shell/modal-form.tsx';
import { SnapshotFilterFields } from './snapshot-filter-fields.tsx';

/** Name, note, images and splits of a snapshot that is to be frozen. */
export function NewSnapshotModal({ projectId, onClose }: { projectId: string; onClose: () => void }) {
  const client = useQueryClient();
  const [name, setName] = useState('');
  const [note, setNote] = useState('');
  const [include, setInclude] = useState('completed');
  const [filter, setFilter] = useState<SnapshotFilter>({});
  const [splits, setSplits] = useState({ train: 80, val: 10, test: 10 });
  const sum = splits.train + splits.val + splits.test;
  /** The API takes shares of 1. */
  const shares = { train: splits.train / 100, val: splits.val / 100, test: splits.test / 100 };
  const create = useMutation({
    mutationFn: () =>
      request('POST', 'snapshots', { body: { projectId, name, note, include, filter, splits: shares } }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['snapshots'] });
      onClose();
    },
  });
  return (
    <Modal opened onClose={onClose} title="New snapshot">
      <ModalForm
        action="Freeze"
        save={create}
        isComplete={name.trim() !== '' && sum === 100}
        onClose={onClose}
      >
        <TextInput
          label="Name"
          required
          data-autofocus
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Textarea
          label="Note"
          placeholder="What it is for"
          autosize
          minRows={2}
          maxRows={6}
          maxLength={2_000}
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
        />
        <Select
          label="Images"
          allowDeselect={false}
          value={include}
          onChange={(value) => setInclude(value ?? 'completed')}
          data={[
            { value: 'completed', label: 'That are complete' },
            { value: 'labelled', label: 'All with labels' },
          ]}
        />
        <SnapshotFilterFields projectId={projectId} filter={filter} onFilter={setFilter} />
        <Group grow>
          {(['train', 'val', 'test'] as const).map((split) => (
            <NumberInput
              key={split}
              label={`${split}, %`}
              min={0}
              max={100}
              value={splits[split]}
              onChange={(value) => setSplits({ ...splits, [split]: Number(value) || 0 })}
            />
          ))}
        </Group>
        {sum !== 100 && (
          <Text size="xs" c="red" role="alert">
            The splits add up to {sum}, not to 100.
          </Text>
        )}
      </ModalForm>
    </Modal>
  );
}
