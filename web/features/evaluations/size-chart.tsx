import { Stack, Table, Text, UnstyledButton } from '@mantine/core';
import { memo } from 'react';
import type { ObjectSize } from './object-size.ts';
import { percent } from './percent.ts';
import type { SizeBin } from './size-bins.ts';

interface SizeChartProps {
  bins: SizeBin[];
  /** Shows only objects of a size. */
  onPick: (size: ObjectSize) => void;
}

const RANGES = { small: 'below 32 × 32', medium: 'up to 96 × 96', large: 'above' };

/** F1 by the size of the objects, in COCO's classes. */
export const SizeChart = memo(function SizeChart({ bins, onPick }: SizeChartProps) {
  return (
    <Stack gap="xs">
      <Text fw={600} size="sm">
        F1 by object size
      </Text>
      <Table aria-label="F1 by object size" className="number">
        <Table.Tbody>
          {bins.map(({ size, objects, f1 }) => (
            <Table.Tr key={size}>
              <Table.Td w={130}>
                <UnstyledButton
                  fz="sm"
                  td="underline dotted"
                  title={RANGES[size]}
                  onClick={() => onPick(size)}
                >
                  {size}
                </UnstyledButton>
              </Table.Td>
              <Table.Td>
                <div
                  style={{
                    height: 10,
                    borderRadius: 3,
                    width: `${100 * (f1 || 0)}%`,
                    background: 'var(--mantine-primary-color-filled)',
                  }}
                />
              </Table.Td>
              <Table.Td ta="right" w={80}>
                {percent(f1)}
              </Table.Td>
              <Table.Td ta="right" w={110} style={{ whiteSpace: 'nowrap' }}>
                {objects.toLocaleString('en')} objects
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Stack>
  );
});
