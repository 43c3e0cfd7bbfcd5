import { memo } from 'react';
import type { RecallCurve } from '../../../shared/evaluation/curves-at.ts';
import { percent } from './percent.ts';
import { MOST_LINES, UnitChart, type UnitLine } from './unit-chart.tsx';

interface RecallChartProps {
  classes: string[];
  /** One per class, and all classes together as the last. */
  curves: RecallCurve[];
  /** Marks where the score threshold lies on each curve. */
  score: number;
}

/** Precision against recall, by class. */
export const RecallChart = memo(function RecallChart({ classes, curves, score }: RecallChartProps) {
  const lines = classes
    .map((name, index) => ({ name, curve: curves[index] }))
    .filter(({ curve }) => curve.truths > 0)
    .slice(0, MOST_LINES)
    .map(({ name, curve }): UnitLine => {
      const reached = curve.score.findLastIndex((value) => value > 0 && value >= score);
      return {
        name,
        value: percent(curve.averagePrecision),
        points: pointsOf(curve),
        mark: reached < 0 ? undefined : [reached / 100, curve.precision[reached]],
      };
    });
  return (
    <UnitChart label="Precision against recall, by class" xName="recall" yName="precision" lines={lines} />
  );
});

/** Up to the last recall that is reached. */
function pointsOf({ precision }: RecallCurve): UnitLine['points'] {
  const end = precision.findLastIndex((value) => value > 0);
  return Array.from(precision.subarray(0, Math.max(1, end + 1)), (value, i) => [i / 100, value]);
}
