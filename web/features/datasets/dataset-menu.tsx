import { ActionIcon, Menu, Text } from '@mantine/core';
import { IconDots, IconPencil, IconTrash } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { Dataset } from '../../api/dataset.ts';
import { request } from '../../api/request.ts';
import { useMe } from '../session/use-me.ts';
import { ConfirmByName } from '../shell/confirm-by-name.tsx';
import { RenameModal } from '../shell/rename-modal.tsx';

/** Rename or delete a dataset; only administrators may. */
export function DatasetMenu({ dataset }: { dataset: Dataset }) {
  const { isAdmin } = useMe();
  const client = useQueryClient();
  const navigate = useNavigate();
  const [open, setOpen] = useState<'rename' | 'delete'>();
  const close = () => setOpen(undefined);
  const rename = useMutation({
    mutationFn: (name: string) => request('PATCH', `datasets/${dataset.id}`, { body: { name } }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['datasets'] });
      close();
    },
  });
  const remove = useMutation({
    mutationFn: () => request('DELETE', `datasets/${dataset.id}`),
    onSuccess: async () => {
      await navigate({ to: '/datasets' });
      client.removeQueries({ queryKey: ['datasets', dataset.id] });
      await client.invalidateQueries({ queryKey: ['datasets'] });
    },
  });
  if (!isAdmin) return null;
  const images = (dataset.counts?.ready ?? 0) + (dataset.counts?.quarantined ?? 0);
  return (
    <>
      <Menu position="bottom-end" shadow="md">
        <Menu.Target>
          <ActionIcon size="md" aria-label="More about this dataset">
            <IconDots size={17} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconPencil size={15} />} onClick={() => setOpen('rename')}>
            Rename
          </Menu.Item>
          <Menu.Item color="red" leftSection={<IconTrash size={15} />} onClick={() => setOpen('delete')}>
            Delete
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {open === 'rename' && (
        <RenameModal
          title="Rename the dataset"
          name={dataset.name}
          error={rename.error}
          isPending={rename.isPending}
          onRename={(name) => rename.mutate(name)}
          onClose={close}
        />
      )}
      {open === 'delete' && (
        <ConfirmByName
          title="Delete the dataset"
          name={dataset.name}
          action="Delete"
          error={remove.error}
          isPending={remove.isPending}
          onConfirm={() => remove.mutate()}
          onClose={close}
        >
          <Text size="sm">
            {images === 1 ? 'Its image goes' : `Its ${images.toLocaleString('en')} images go`} from Lapidary,
            with thumbnails and numbers. The files stay where they are, and so do snapshots. A dataset that a
            project uses is not deleted.
          </Text>
        </ConfirmByName>
      )}
    </>
  );
}
