import { cityscapes } from './cityscapes/cityscapes.ts';
import { coco } from './coco/coco.ts';
import { createml } from './createml/createml.ts';
import { csv } from './csv/csv.ts';
import { cvat } from './cvat/cvat.ts';
import { datumaro } from './datumaro/datumaro.ts';
import { dota } from './dota/dota.ts';
import { encord } from './encord/encord.ts';
import type { Format, FormatName } from './format.ts';
import { huggingface } from './huggingface/huggingface.ts';
import { kitti } from './kitti/kitti.ts';
import { labelStudio } from './label-studio/label-studio.ts';
import { labelbox } from './labelbox/labelbox.ts';
import { labelme } from './labelme/labelme.ts';
import { lapidary } from './lapidary/lapidary.ts';
import { mot } from './mot/mot.ts';
import { openImages } from './open-images/open-images.ts';
import { supervisely } from './supervisely/supervisely.ts';
import { via } from './via/via.ts';
import { voc } from './voc/voc.ts';
import { yolo } from './yolo/yolo.ts';

/** Every format by name. */
export const FORMATS: Readonly<Record<FormatName, Format>> = {
  lapidary,
  coco,
  yolo,
  voc,
  cvat,
  datumaro,
  'label-studio': labelStudio,
  labelbox,
  encord,
  supervisely,
  labelme,
  via,
  'open-images': openImages,
  kitti,
  cityscapes,
  dota,
  mot,
  createml,
  csv,
  huggingface,
};
