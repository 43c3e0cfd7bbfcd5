import type { ShapeType } from '../../shared/labels/shape.ts';

export const TOOL_NAMES = [
  'select',
  'box',
  'rotatedBox',
  'polygon',
  'polyline',
  'keypoints',
  'brush',
  'eraser',
  'wand',
  'sam',
  'ellipse',
  'cuboid2d',
] as const;
export type ToolName = (typeof TOOL_NAMES)[number];

/** The tools that make objects of a class, the usual one first. */
export const TOOLS_OF_SHAPE: Record<ShapeType, ToolName[]> = {
  box: ['box', 'sam'],
  rotatedBox: ['rotatedBox'],
  polygon: ['polygon', 'wand', 'sam'],
  polyline: ['polyline'],
  keypoints: ['keypoints'],
  mask: ['brush', 'eraser', 'wand', 'sam'],
  cuboid2d: ['cuboid2d'],
  ellipse: ['ellipse'],
};
