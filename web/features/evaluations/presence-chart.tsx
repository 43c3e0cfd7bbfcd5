import { memo, useMemo } from 'react';
import { presenceCurve } from '../../../shared/evaluation/presence-curve.ts';
import type { RocCurve } from '../../../shared/evaluation/score-curves.ts';
import type { Matches } from './load-matches.ts';
import { percent } from './percent.ts';
import { MOST_LINES, UnitChart, type UnitLine } from './unit-chart.tsx';

interface PresenceChartProps {
  classes: string[];
  matches: Matches;
  isKept: Uint8Array | undefined;
  /** Marks where the score threshold lies on each curve. */
  score: number;
}

/** Does an image hold an object of the class? True against false alarms, over all scores. */
export const PresenceChart = memo(function PresenceChart({
  classes,
  matches,
  isKept,
  score,
}: PresenceChartProps) {
  const curves = useMemo(() => {
    const { predictions, truths, images } = matches;
    return classes
      .map((name, index) => ({ name, index }))
      .filter(({ index }) => truths.classIndex.includes(index))
      .slice(0, MOST_LINES)
      .map(({ name, index }) => {
        const curve = presenceCurve(predictions, truths, index, images.key.length, isKept);
        return { name, curve, points: pointsOf(curve) };
      })
      .filter(({ curve }) => Number.isFinite(curve.auc));
  }, [classes, matches, isKept]);
  const lines = curves.map(({ name, curve, points }): UnitLine => {
    const at = curve.thresholds.findLastIndex((threshold) => threshold >= score);
    return {
      name,
      value: percent(curve.auc),
      points,
      mark: [curve.falsePositiveRate[at], curve.truePositiveRate[at]],
    };
  });
  return (
    <UnitChart
      label="Images found against false alarms, by class"
      xName="images without the class that are called so"
      yName="images with it that are found"
      lines={lines}
    />
  );
});

/** Half a pixel apart at least. */
function pointsOf({ falsePositiveRate, truePositiveRate }: RocCurve): UnitLine['points'] {
  const points: UnitLine['points'] = [];
  falsePositiveRate.forEach((x, i) => {
    const y = truePositiveRate[i];
    const last = points.at(-1);
    if (!last || i === falsePositiveRate.length - 1 || x - last[0] + y - last[1] > 0.002) points.push([x, y]);
  });
  return points;
}
