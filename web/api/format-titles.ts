import type { FormatName } from '../../shared/formats/format.ts';

/** The formats of labels with the names that people know them by. */
export const FORMAT_TITLES: Record<FormatName, string> = {
  coco: 'COCO',
  lapidary: 'Lapidary JSON',
  yolo: 'YOLO (Ultralytics)',
  voc: 'Pascal VOC',
  cvat: 'CVAT',
  datumaro: 'Datumaro',
  'label-studio': 'Label Studio',
  labelme: 'LabelMe',
  labelbox: 'Labelbox',
  encord: 'Encord',
  supervisely: 'Supervisely',
  via: 'VGG Image Annotator',
  'open-images': 'Open Images CSV',
  kitti: 'KITTI',
  cityscapes: 'Cityscapes',
  dota: 'DOTA',
  mot: 'MOTChallenge',
  createml: 'CreateML',
  csv: 'CSV (Roboflow and kin)',
  huggingface: 'Hugging Face imagefolder',
};

/** Formats that are only read. */
const READ_ONLY = new Set(['labelbox', 'encord', 'supervisely', 'via', 'csv']);

export const IMPORT_FORMATS = Object.entries(FORMAT_TITLES).map(([value, label]) => ({ value, label }));
export const EXPORT_FORMATS = IMPORT_FORMATS.filter(({ value }) => !READ_ONLY.has(value));

/** "COCO" for `coco`. */
export function titleOfFormat(name: unknown): string | undefined {
  return typeof name === 'string' ? (FORMAT_TITLES as Record<string, string>)[name] : undefined;
}
