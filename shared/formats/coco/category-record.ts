import type { DatasetStream } from '../format.ts';

/** A COCO category with its skeleton, whose points COCO counts from 1. */
export function categoryRecord(dataset: DatasetStream, name: string, id: number): Record<string, unknown> {
  const skeleton = dataset.ontology.classes.find((one) => one.name === name && one.skeleton)?.skeleton;
  return {
    id,
    name,
    supercategory: '',
    ...(skeleton
      ? {
          keypoints: skeleton.points.map((point) => point.name),
          skeleton: skeleton.edges.map(([a, b]) => [a + 1, b + 1]),
        }
      : {}),
  };
}
