import { ActionIcon, Anchor, Box, Checkbox, Group, Text, Tooltip } from '@mantine/core';
import { IconCrop, IconSearch } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { stableUrl } from '../datasets/stable-url.ts';
import { assetQuery } from '../label/label-queries.ts';
import type { ExploredImages } from './load-images.ts';

interface ImageCardProps {
  images: ExploredImages;
  row: number;
  said: string | undefined;
  isSelected: boolean;
  onSelect: (isSelected: boolean) => void;
  onSimilar: () => void;
  onPart: () => void;
}

/** One image with what was found about it. */
export function ImageCard(props: ImageCardProps) {
  const { images, row, said, isSelected, onSelect, onSimilar, onPart } = props;
  const assetId = images.assetId[row];
  const key = images.key[row];
  const asset = useQuery({ ...assetQuery(assetId), staleTime: 5 * 60_000 });
  const url = stableUrl(`${assetId} small`, asset.data?.thumbnailUrl);
  const notes = [...images.reasons(row), images.rankReason[row]].filter((note) => note !== '');
  return (
    <div className="card" style={{ overflow: 'hidden' }}>
      <div style={{ aspectRatio: '4 / 3', background: 'var(--canvas)' }}>
        {url !== undefined && (
          <img
            src={url}
            alt={key}
            loading="lazy"
            style={{ width: '100%', height: '100%', objectFit: 'contain' }}
          />
        )}
      </div>
      <Group gap={6} px={6} pt={6} wrap="nowrap">
        <Checkbox
          size="xs"
          aria-label={`Select ${key}`}
          checked={isSelected}
          onChange={(event) => onSelect(event.currentTarget.checked)}
        />
        <span className="grow" />
        <Tooltip label="Show the images most like this one">
          <ActionIcon size="sm" aria-label={`Images like ${key}`} onClick={onSimilar}>
            <IconSearch size={14} />
          </ActionIcon>
        </Tooltip>
        <Tooltip label="Look for a part of this one">
          <ActionIcon size="sm" aria-label={`Look for a part of ${key}`} onClick={onPart}>
            <IconCrop size={14} />
          </ActionIcon>
        </Tooltip>
      </Group>
      <Box px={6} pb={6}>
        <Anchor
          component={Link}
          to={`/tasks/${images.taskId[row]}`}
          size="xs"
          display="block"
          truncate
          title={key}
        >
          {key.slice(key.lastIndexOf('/') + 1)}
        </Anchor>
      </Box>
      {said !== undefined && (
        <Text size="xs" fw={600} px={6} pb={6} className="number">
          {said}
        </Text>
      )}
      {notes.length > 0 && (
        <Box px={6} pb={6}>
          <Text size="xs" c="dimmed" lineClamp={2} title={notes.join(' ')}>
            {notes.join(' ')}
          </Text>
        </Box>
      )}
    </div>
  );
}
