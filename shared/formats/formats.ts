import { coco } from './coco/coco.ts';
import type { Format, FormatName } from './format.ts';
import { voc } from './voc/voc.ts';
import { yolo } from './yolo/yolo.ts';
import { lapidary } from './lapidary/lapidary.ts';

/** Every format by name. */
export const FORMATS: Partial<Record<FormatName, Format>> = { lapidary, coco, yolo, voc };
