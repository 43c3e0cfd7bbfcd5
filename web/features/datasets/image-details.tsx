import { Modal, Table, Text } from '@mantine/core';
import type { Asset } from '../../api/asset.ts';

const METRICS: [string, string][] = [
  ['brightness', 'Brightness'],
  ['contrast', 'Contrast'],
  ['sharpness', 'Sharpness'],
];

/** One image with its facts. */
export function ImageDetails({ asset, onClose }: { asset: Asset; onClose: () => void }) {
  const rows: [string, string][] = [
    ['Key', asset.key],
    ['Size', asset.width === undefined ? '–' : `${asset.width} × ${asset.height} px`],
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
    <Modal opened onClose={onClose} size="lg" title={<bdi>{asset.name}</bdi>}>
      <img className="detail-image" src={asset.thumbnailUrl} alt={`Preview of ${asset.name}`} />
      <Table layout="fixed" aria-label="Facts about the image">
        <Table.Tbody>
          {rows.map(([name, value]) => (
            <Table.Tr key={name}>
              <Table.Th w={110}>{name}</Table.Th>
              <Table.Td className="wrap-anywhere">{value}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      {asset.warnings?.map((warning) => (
        <Text key={warning} size="xs" c="dimmed" mt="xs">
          {warning}
        </Text>
      ))}
    </Modal>
  );
}
