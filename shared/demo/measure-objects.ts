import type { SceneObject } from './scene.ts';

/** Area and tightest box of every object that is seen; `classIds[n - 1]` is the class of instance n. */
export function measureObjects(instances: Uint16Array, width: number, classIds: string[]): SceneObject[] {
  const bounds = classIds.map(() => ({ x0: width, y0: Infinity, x1: -1, y1: -1, area: 0 }));
  for (let at = 0; at < instances.length; at++) {
    if (instances[at] === 0) continue;
    const seen = bounds[instances[at] - 1];
    const x = at % width;
    const y = (at - x) / width;
    seen.area++;
    if (x < seen.x0) seen.x0 = x;
    if (x > seen.x1) seen.x1 = x;
    if (y < seen.y0) seen.y0 = y;
    if (y > seen.y1) seen.y1 = y;
  }
  return bounds.flatMap(({ x0, y0, x1, y1, area }, index) =>
    area === 0
      ? []
      : [
          {
            instance: index + 1,
            classId: classIds[index],
            area,
            box: { x: x0, y: y0, width: x1 - x0 + 1, height: y1 - y0 + 1 },
          },
        ],
  );
}
