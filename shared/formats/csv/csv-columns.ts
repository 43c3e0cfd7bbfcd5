/** Where a table keeps what: column numbers by meaning. */
export interface CsvColumns {
  kind: 'boxes' | 'automl' | 'one-hot' | 'classes';
  hasHeader: boolean;
  /** Found out on the way: corners are fractions of the image. */
  areFractions?: boolean;
  at: Partial<
    Record<
      | 'file'
      | 'class'
      | 'x0'
      | 'y0'
      | 'x1'
      | 'y1'
      | 'w'
      | 'h'
      | 'imageWidth'
      | 'imageHeight'
      | 'confidence'
      | 'bbox'
      | 'cx'
      | 'cy'
      | 'split',
      number
    >
  >;
  /** One-hot tables: the class of each column. */
  classes: Map<number, string>;
}

const NAMES: Record<keyof CsvColumns['at'], string[]> = {
  file: [
    'filename',
    'file_name',
    'image',
    'image_name',
    'image_path',
    'path',
    'file',
    'img',
    'imageid',
    'image_id',
    'frame',
  ],
  class: ['class', 'label', 'class_name', 'name', 'category', 'label_name', 'classname'],
  x0: ['xmin', 'x_min', 'x1', 'left', 'bbox_xmin', 'xtl', 'x', 'bbox_x'],
  y0: ['ymin', 'y_min', 'y1', 'top', 'bbox_ymin', 'ytl', 'y', 'bbox_y'],
  x1: ['xmax', 'x_max', 'x2', 'right', 'bbox_xmax', 'xbr'],
  y1: ['ymax', 'y_max', 'y2', 'bottom', 'bbox_ymax', 'ybr'],
  w: ['w', 'bbox_width', 'box_width', 'bbox_w'],
  h: ['h', 'bbox_height', 'box_height', 'bbox_h'],
  imageWidth: ['width', 'image_width', 'img_width'],
  imageHeight: ['height', 'image_height', 'img_height'],
  bbox: ['bbox', 'bounding_box'],
  cx: ['x_center', 'xcenter', 'center_x', 'cx'],
  cy: ['y_center', 'ycenter', 'center_y', 'cy'],
  confidence: ['confidence', 'score', 'conf'],
  split: ['split', 'set', 'subset'],
};

/** Reads the first row: a header, or already data. Undefined when it is neither. */
export function columnsOf(cells: readonly string[]): CsvColumns | undefined {
  const header = cells.map((cell) =>
    cell
      .trim()
      .toLowerCase()
      .replace(/^\uFEFF/, '')
      .replaceAll(' ', '_'),
  );
  const at: CsvColumns['at'] = {};
  for (const [meaning, names] of Object.entries(NAMES) as [keyof CsvColumns['at'], string[]][]) {
    const found = names.map((name) => header.indexOf(name)).find((index) => index >= 0);
    if (found !== undefined) at[meaning] = found;
  }
  if (at.x1 === undefined && (at.x0 ?? at.cx) !== undefined && at.w === undefined) {
    // x, y, width, height: the size of the box, not of the image.
    at.w = at.imageWidth;
    at.h = at.imageHeight;
    delete at.imageWidth;
    delete at.imageHeight;
  }
  const hasBox =
    at.bbox !== undefined ||
    (at.cx !== undefined && at.cy !== undefined && at.w !== undefined) ||
    (at.x0 !== undefined && at.y0 !== undefined && (at.x1 !== undefined || at.w !== undefined));
  if (at.file !== undefined && hasBox) return { kind: 'boxes', hasHeader: true, at, classes: new Map() };
  const isNumber = (cell: string | undefined): boolean =>
    cell !== undefined && cell.trim() !== '' && Number.isFinite(Number(cell));
  if (/^(TRAIN|VALIDATION|TEST|UNASSIGNED)$/i.test(cells[0]) && cells.length >= 9 && isNumber(cells[3])) {
    return {
      kind: 'automl',
      hasHeader: false,
      at: { split: 0, file: 1, class: 2, x0: 3, y0: 4, x1: 7, y1: 8 },
      classes: new Map(),
    };
  }
  const [file, x0, y0, x1, y1] = cells;
  const isBare =
    cells.length >= 6 &&
    !isNumber(file) &&
    [x0, y0, x1, y1].every((cell) => isNumber(cell) || cell.trim() === '');
  // An image without objects has empty cells, so the file name must look like one.
  if (isBare && (isNumber(x0) || /\.\w{3,4}$/.test(file))) {
    return {
      kind: 'boxes',
      hasHeader: false,
      at: { file: 0, x0: 1, y0: 2, x1: 3, y1: 4, class: 5 },
      classes: new Map(),
    };
  }
  if (at.file !== undefined && at.class !== undefined)
    return { kind: 'classes', hasHeader: true, at, classes: new Map() };
  if (at.file === 0 && cells.length > 1 && at.x0 === undefined) {
    const classes = new Map(cells.slice(1).map((name, i) => [i + 1, name.trim()]));
    return { kind: 'one-hot', hasHeader: true, at: { file: 0 }, classes };
  }
  return undefined;
}
