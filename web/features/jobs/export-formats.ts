/** The formats of the export, with the names that people know them by. */
export const EXPORT_FORMATS: { value: string; label: string }[] = [
  { value: 'coco', label: 'COCO' },
  { value: 'lapidary', label: 'Lapidary JSON' },
  { value: 'yolo', label: 'YOLO (Ultralytics)' },
  { value: 'voc', label: 'Pascal VOC' },
  { value: 'cvat', label: 'CVAT' },
  { value: 'datumaro', label: 'Datumaro' },
  { value: 'label-studio', label: 'Label Studio' },
  { value: 'labelme', label: 'Labelme' },
  { value: 'csv', label: 'CSV' },
];
