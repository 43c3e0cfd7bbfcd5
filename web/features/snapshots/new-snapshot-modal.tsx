import { Button, Group, Modal, NumberInput, Stack, Text, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { request } from '../../api/request.ts';

/** Name and splits of a snapshot that is to be frozen. */
export function NewSnapshotModal({ projectId, onClose }: { projectId: string; onClose: () => void }) {
  const client = useQueryClient();
  const [name, setName] = useState('');
  const [splits, setSplits] = useState({ train: 80, val: 10, test: 10 });
  const sum = splits.train + splits.val + splits.test;
  const create = useMutation({
    mutationFn: () => request('POST', 'snapshots', { body: { projectId, name, splits } }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['snapshots'] });
      onClose();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    create.mutate();
  };
  return (
    <Modal opened onClose={onClose} title="New snapshot">
      <form onSubmit={submit}>
        <Stack gap="sm">
          <TextInput
            label="Name"
            required
            data-autofocus
            value={name}
            error={create.error?.message}
            onChange={(event) => setName(event.currentTarget.value)}
          />
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
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={create.isPending} disabled={name.trim() === '' || sum !== 100}>
              Freeze
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
