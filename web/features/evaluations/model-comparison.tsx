import { Anchor, Group, Select, Skeleton, Stack, Table, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { memo, useMemo, useState } from 'react';
import { viewAtThresholds } from '../../../shared/evaluation/view-at-thresholds.ts';
import type { ThresholdView } from '../../../shared/evaluation/view-at-thresholds.ts';
import type { Evaluation } from '../../api/evaluation.ts';
import { usePages } from '../../api/use-pages.ts';
import { ErrorState } from '../shell/error-state.tsx';
import { flippedImages, scoreImages } from './compare-models.ts';
import { matchesQuery } from './evaluation-queries.ts';
import type { Matches } from './load-matches.ts';
import { percent } from './percent.ts';

interface ModelComparisonProps {
  evaluation: Evaluation;
  matches: Matches;
  view: ThresholdView;
  thresholds: { iou: number; score: number };
}

const MOST_SHOWN = 20;

/** Another model on the same labels, at the same thresholds: on which images does one do better? */
export const ModelComparison = memo(function ModelComparison({
  evaluation,
  matches,
  view,
  thresholds,
}: ModelComparisonProps) {
  const evaluations = usePages<Evaluation>('evaluations', { projectId: evaluation.projectId }).items ?? [];
  const others = evaluations.filter(
    ({ id, snapshotId, iouType, classes }) =>
      id !== evaluation.id &&
      snapshotId === evaluation.snapshotId &&
      iouType === evaluation.iouType &&
      classes.join('\n') === evaluation.classes.join('\n'),
  );
  const [otherId, setOtherId] = useState<string | null>(null);
  const other = useQuery({ ...matchesQuery(otherId ?? ''), enabled: otherId !== null });
  const flipped = useMemo(() => {
    if (!other.data) return undefined;
    const { predictions, truths } = other.data;
    const otherView = viewAtThresholds(predictions, truths, evaluation.classes.length, thresholds);
    return flippedImages(
      { matches, scores: scoreImages(matches, view) },
      { matches: other.data, scores: scoreImages(other.data, otherView) },
    );
  }, [other.data, evaluation, thresholds, matches, view]);
  if (others.length === 0) return null;
  const isBetter = (one: { own: number; other: number }) => one.own > one.other;
  return (
    <Stack gap="xs" className="card card-pad" component="section" aria-label="Compare with another model">
      <Group justify="space-between">
        <Text fw={600} size="sm">
          Against another model, on the same labels
        </Text>
        <Select
          aria-label="Other model"
          placeholder="Choose an evaluation"
          w={240}
          value={otherId}
          onChange={setOtherId}
          data={others.map(({ id, predictionSetName, stats }) => ({
            value: id,
            label: `${predictionSetName} (${percent(stats[0])})`,
          }))}
        />
      </Group>
      {other.error !== null && <ErrorState error={other.error} retry={() => void other.refetch()} />}
      {otherId !== null && other.isPending && <Skeleton height={120} />}
      {flipped && (
        <>
          <Text size="sm" className="number">
            Better on {flipped.filter(isBetter).length.toLocaleString('en')} images, worse on{' '}
            {flipped.filter((one) => !isBetter(one)).length.toLocaleString('en')}.
          </Text>
          <Table aria-label="Images that differ most" className="number">
            <Table.Thead>
              <Table.Tr>
                <Table.Th>Image</Table.Th>
                <Table.Th ta="right">F1 here</Table.Th>
                <Table.Th ta="right">F1 there</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {flipped.slice(0, MOST_SHOWN).map((one) => (
                <Table.Tr key={one.assetId}>
                  <Table.Td>
                    <Anchor component={Link} to={`/tasks/${one.taskId}`} size="sm">
                      {one.key}
                    </Anchor>
                  </Table.Td>
                  <Table.Td ta="right">{percent(one.own)}</Table.Td>
                  <Table.Td ta="right">{percent(one.other)}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </>
      )}
    </Stack>
  );
});
