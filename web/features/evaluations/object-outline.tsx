import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { Box } from '../../../shared/geometry/box.ts';
import type { LabelContent } from '../../../shared/labels/label-document.ts';
import { request } from '../../api/request.ts';
import { objectAtBox } from './object-at-box.ts';
import { shapeOutline } from './shape-outline.ts';

interface ObjectOutlineProps {
  taskId: string;
  /** Where the object is kept: `main`, or a set of predictions; empty while that is not known. */
  branch: string;
  box: Box;
  color: string;
  isDashed?: boolean;
}

/** The outline of an object: its own shape once the labels of its task are there, its box until then. */
export function ObjectOutline({ taskId, branch, box, color, isDashed = false }: ObjectOutlineProps) {
  const labels = useQuery({
    queryKey: ['labels-of-branch', taskId, branch],
    queryFn: ({ signal }) =>
      request<LabelContent>('GET', `tasks/${taskId}/labels?branch=${encodeURIComponent(branch)}`, { signal }),
    enabled: branch !== '',
    staleTime: 5 * 60_000,
    retry: false,
  });
  const { x, y, width, height } = box;
  const object = useMemo(
    () => labels.data && objectAtBox(labels.data.objects, { x, y, width, height }),
    [labels.data, x, y, width, height],
  );
  const line = {
    fill: 'none',
    stroke: color,
    strokeWidth: 2,
    vectorEffect: 'non-scaling-stroke',
    strokeDasharray: isDashed ? '4 3' : undefined,
  } as const;
  if (object === undefined || object.shape.type === 'box') return <rect {...box} {...line} />;
  if (object.shape.type !== 'keypoints') return <path d={shapeOutline(object.shape)} {...line} />;
  return (
    <>
      <rect {...box} {...line} strokeWidth={1} />
      <path
        d={shapeOutline(object.shape)}
        {...line}
        strokeDasharray={undefined}
        strokeWidth={7}
        strokeLinecap="round"
      />
    </>
  );
}
