import { Anchor, Modal, Skeleton, Table, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { Asset } from '../../api/asset.ts';
import type { LabelPreview } from '../../api/label-preview.ts';
import type { Project } from '../../api/project.ts';
import { request } from '../../api/request.ts';
import { ErrorState } from '../shell/error-state.tsx';
import { LabelOverlay } from './label-overlay.tsx';
import { stableUrl } from './stable-url.ts';

const METRICS: [string, string][] = [
  ['brightness', 'Brightness'],
  ['contrast', 'Contrast'],
  ['sharpness', 'Sharpness'],
];

interface ImageDetailsProps {
  assetId: string;
  /** Whose labels are drawn. */
  project: Project | undefined;
  colors: ReadonlyMap<string, string>;
  onClose: () => void;
}

/** One image with its facts, and the labels and the task that it has in a project. */
export function ImageDetails({ assetId, project, colors, onClose }: ImageDetailsProps) {
  const { data: asset, error } = useQuery({
    queryKey: ['assets', 'one', assetId],
    queryFn: ({ signal }) => request<Asset>('GET', `assets/${assetId}`, { signal }),
    staleTime: 60_000,
  });
  const previews = useQuery({
    queryKey: ['label-previews', project?.id, assetId],
    queryFn: ({ signal }) =>
      request<{ items: LabelPreview[] }>('GET', 'label-previews', {
        query: { projectId: project?.id, assetIds: assetId },
        signal,
      }),
    enabled: project !== undefined,
  });
  const preview = previews.data?.items[0];
  return (
    <Modal opened onClose={onClose} size="lg" title={<bdi>{asset?.name ?? 'Image'}</bdi>}>
      {error !== null && <ErrorState error={error} />}
      {asset === undefined && error === null && <Skeleton height={280} />}
      {asset !== undefined && (
        <>
          {asset.thumbnailUrl !== undefined && (
            <div className="detail-picture">
              <img
                className="detail-image"
                src={stableUrl(asset.id, asset.thumbnailUrl)}
                alt={`Preview of ${asset.name}`}
              />
              {preview !== undefined && (
                <LabelOverlay
                  preview={preview}
                  width={asset.width ?? 0}
                  height={asset.height ?? 0}
                  fit="contain"
                  colors={colors}
                />
              )}
            </div>
          )}
          <Facts asset={asset} />
          {preview !== undefined && (
            <Text size="sm" mt="xs">
              {preview.objects.toLocaleString('en')} {preview.objects === 1 ? 'object' : 'objects'} in{' '}
              {project?.name}.{' '}
              <Anchor component={Link} to={`/tasks/${preview.taskId}`} size="sm" underline="always">
                Open the task
              </Anchor>
            </Text>
          )}
          {asset.warnings?.map((warning) => (
            <Text key={warning} size="xs" c="dimmed" mt="xs">
              {warning}
            </Text>
          ))}
        </>
      )}
    </Modal>
  );
}

function Facts({ asset }: { asset: Asset }) {
  const rows: [string, string][] = [
    ['Path', asset.key],
    ['Size', asset.width ? `${asset.width} × ${asset.height} px` : '–'],
    [
      'File',
      asset.size === undefined ? '–' : `${(asset.size / 1024).toFixed(0)} KB, ${asset.contentType ?? ''}`,
    ],
    ...METRICS.flatMap(([key, label]): [string, string][] => {
      const value = asset.metrics?.[key];
      return value === undefined
        ? []
        : [[label, value.toLocaleString('en', { maximumSignificantDigits: 4 })]];
    }),
  ];
  return (
    <Table layout="fixed" aria-label="Facts about the image">
      <Table.Tbody>
        {rows.map(([name, value]) => (
          <Table.Tr key={name}>
            <Table.Th w={110}>{name}</Table.Th>
            <Table.Td className="wrap-anywhere">
              <bdi>{value}</bdi>
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
