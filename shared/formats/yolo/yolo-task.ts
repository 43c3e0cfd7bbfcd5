import type { ShapeType } from '../../labels/shape.ts';
import type { FormatSettings } from '../format.ts';
import type { YoloTask } from './read-yolo-line.ts';

/** What is exported: as the settings say, else what the shapes of the classes ask for. Tags alone are sorted into folders. */
export function yoloTask(
  settings: FormatSettings,
  shapes: ReadonlySet<ShapeType>,
  hasTags: boolean,
): YoloTask | 'classify' {
  const asked = settings['task'];
  if (asked !== undefined) return asked as YoloTask | 'classify';
  if (shapes.has('keypoints')) return 'pose';
  if (shapes.has('rotatedBox')) return 'obb';
  if (shapes.has('polygon') || shapes.has('mask') || shapes.has('ellipse')) return 'segment';
  return shapes.size === 0 && hasTags ? 'classify' : 'detect';
}
