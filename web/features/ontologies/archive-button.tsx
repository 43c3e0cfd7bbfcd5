import { ActionIcon, Tooltip } from '@mantine/core';
import { IconArchive, IconArchiveOff } from '@tabler/icons-react';

/** Things in an ontology are archived, never deleted: labels go on using them. */
export function ArchiveButton({ isArchived, onToggle }: { isArchived: boolean; onToggle: () => void }) {
  return (
    <Tooltip label={isArchived ? 'Bring back' : 'Archive: labels that use it stay'}>
      <ActionIcon aria-label={isArchived ? 'Bring back' : 'Archive'} onClick={onToggle} mb={3}>
        {isArchived ? <IconArchiveOff size={16} /> : <IconArchive size={16} />}
      </ActionIcon>
    </Tooltip>
  );
}
