import type { ShapeType } from '../../../shared/labels/shape.ts';

export const SHAPE_LABELS: Record<ShapeType, string> = {
  box: 'Box',
  rotatedBox: 'Rotated box',
  polygon: 'Polygon',
  polyline: 'Polyline',
  keypoints: 'Keypoints',
  mask: 'Mask',
  cuboid2d: 'Cuboid',
  ellipse: 'Ellipse',
};

/** Ten colours that stay apart, also for most colour-blind people (after Okabe and Ito, extended). */
export const CLASS_COLORS = [
  '#e69f00',
  '#56b4e9',
  '#009e73',
  '#f0e442',
  '#4477dd',
  '#d55e00',
  '#cc79a7',
  '#66c2a5',
  '#b15928',
  '#8da0cb',
];
