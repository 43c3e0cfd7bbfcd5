import { Group, SegmentedControl, Text } from '@mantine/core';
import { memo, useState } from 'react';
import type { RecallCurve } from '../../../shared/evaluation/curves-at.ts';
import type { Matches } from './load-matches.ts';
import { PresenceChart } from './presence-chart.tsx';
import { RecallChart } from './recall-chart.tsx';

interface CurvesCardProps {
  classes: string[];
  curves: RecallCurve[];
  matches: Matches;
  isKept: Uint8Array | undefined;
  score: number;
}

/** Curves of objects (precision and recall), or of images (ROC). */
export const CurvesCard = memo(function CurvesCard({
  classes,
  curves,
  matches,
  isKept,
  score,
}: CurvesCardProps) {
  const [kind, setKind] = useState<'recall' | 'presence'>('recall');
  return (
    <>
      <Group justify="space-between" mb="xs">
        <Text fw={600} size="sm">
          {kind === 'recall' ? 'Precision and recall of objects' : 'ROC: is the class in the image?'}
        </Text>
        <SegmentedControl
          size="xs"
          aria-label="Kind of curve"
          value={kind}
          onChange={setKind}
          data={[
            { value: 'recall', label: 'Objects' },
            { value: 'presence', label: 'Images' },
          ]}
        />
      </Group>
      {kind === 'recall' ? (
        <RecallChart classes={classes} curves={curves} score={score} />
      ) : (
        <PresenceChart classes={classes} matches={matches} isKept={isKept} score={score} />
      )}
    </>
  );
});
