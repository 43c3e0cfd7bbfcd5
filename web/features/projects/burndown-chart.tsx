import { useComputedColorScheme } from '@mantine/core';
import { useEffect, useRef } from 'react';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import type { ProjectNumbers } from '../../api/project-numbers.ts';

const HEIGHT = 220;

/** Tasks that are left, day by day, over the tasks that ended on each day. */
export function BurndownChart({ days }: { days: ProjectNumbers['burndown'] }) {
  const holder = useRef<HTMLDivElement>(null);
  const scheme = useComputedColorScheme('light');
  useEffect(() => {
    const element = holder.current;
    if (element === null) return;
    // Colours are read anew when the scheme changes.
    element.dataset.scheme = scheme;
    const style = getComputedStyle(element);
    const ink = style.getPropertyValue('--mantine-color-dimmed');
    const line = style.getPropertyValue('--line');
    const accent = style.getPropertyValue('--mantine-primary-color-filled');
    const axis = { stroke: ink, grid: { stroke: line, width: 1 }, ticks: { stroke: line, width: 1 } };
    const chart = new uPlot(
      {
        width: element.clientWidth,
        height: HEIGHT,
        cursor: { drag: { x: false, y: false } },
        scales: { y: { range: (_, __, most) => [0, Math.max(1, most * 1.1)] } },
        axes: [
          {
            ...axis,
            values: (_, splits) => splits.map((at) => dayText(at)),
            incrs: [86_400, 7 * 86_400, 30 * 86_400],
          },
          {
            ...axis,
            label: 'Tasks',
            labelSize: 18,
            size: 46,
            incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1e3, 5e3, 1e4, 1e5],
          },
        ],
        series: [
          { label: 'Day', value: (_, at) => (at === null ? '–' : dayText(at)) },
          { label: 'Left', stroke: accent, width: 2, points: { show: days.length < 40, size: 6 } },
          {
            label: 'Ended',
            stroke: ink,
            width: 1.5,
            dash: [4, 4],
            points: { show: days.length < 40, size: 5 },
          },
        ],
        tzDate: (at) => uPlot.tzDate(new Date(at * 1000), 'Etc/UTC'),
      },
      [
        days.map(({ day }) => Date.parse(day) / 1000),
        days.map(({ remaining }) => remaining),
        days.map(({ ended }) => ended),
      ],
      element,
    );
    const observer = new ResizeObserver(() => chart.setSize({ width: element.clientWidth, height: HEIGHT }));
    observer.observe(element);
    return () => {
      observer.disconnect();
      chart.destroy();
    };
  }, [days, scheme]);
  return (
    <div
      ref={holder}
      className="chart"
      role="img"
      aria-label="Burndown of the tasks; the table below has the numbers"
    />
  );
}

const short = new Intl.DateTimeFormat('en', { day: 'numeric', month: 'short', timeZone: 'UTC' });
const dayText = (seconds: number): string => short.format(new Date(seconds * 1000));
