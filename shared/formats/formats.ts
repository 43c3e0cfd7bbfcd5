import { coco } from './coco/coco.ts';
import { cvat } from './cvat/cvat.ts';
import { datumaro } from './datumaro/datumaro.ts';
import type { Format, FormatName } from './format.ts';
import { labelStudio } from './label-studio/label-studio.ts';
import { labelme } from './labelme/labelme.ts';
import { lapidary } from './lapidary/lapidary.ts';
import { voc } from './voc/voc.ts';
import { yolo } from './yolo/yolo.ts';

/** Every format by name. */
export const FORMATS: Partial<Record<FormatName, Format>> = {
  lapidary,
  coco,
  yolo,
  voc,
  cvat,
  datumaro,
  'label-studio': labelStudio,
  labelme,
};
