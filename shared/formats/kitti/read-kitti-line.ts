import type { AttributeValues } from '../../labels/attributes.ts';
import type { ExchangeObject } from '../exchange-item.ts';

/** Fields behind the box: size and place in metres, and turn, in the camera's space. −1 and −1000 mean unknown. */
export const SPATIAL = ['height_3d', 'width_3d', 'length_3d', 'x_3d', 'y_3d', 'z_3d', 'rotation_y'];

/** The object of one line, or why it has none. */
export function readKittiLine(text: string): ExchangeObject | string {
  const words = text.trim().split(/\s+/);
  // A class name may hold blanks; the numbers are counted from the end.
  const count = words.length >= 16 && Number.isFinite(Number(words.at(-15))) ? 15 : 14;
  const numbers = words.slice(-count).map(Number);
  const name = words.slice(0, -count).join(' ');
  if (words.length < 15 || name === '' || numbers.some((one) => !Number.isFinite(one)))
    return `A line has a class and 14 or 15 numbers; this one has ${words.length} columns.`;
  const [truncated, occluded, alpha, x0, y0, x1, y1, ...rest] = numbers;
  const attributes: AttributeValues = { truncated, occluded, alpha };
  SPATIAL.forEach((field, i) => {
    if (rest[i] !== -1 && rest[i] !== -1000 && rest[i] !== -10) attributes[field] = rest[i];
  });
  return {
    class: name,
    shape: { type: 'box', x: x0, y: y0, width: x1 - x0, height: y1 - y0 },
    attributes,
    // Scores of detectors are not always between 0 and 1.
    ...(count === 15 && rest[7] >= 0 && rest[7] <= 1 ? { confidence: rest[7] } : {}),
  };
}
