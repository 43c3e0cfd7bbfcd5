import type { IouType } from './coco-parameters.ts';
import type { Id } from './id-table.ts';
import type { JsonReader } from './json-reader.ts';
import { keyTable } from './key-table.ts';
import { SegmentationReader, type Segmentation } from './read-segmentation.ts';

const KEYS = keyTable([
  'image_id',
  'category_id',
  'bbox',
  'score',
  'segmentation',
  'keypoints',
  'area',
  'iscrowd',
  'num_keypoints',
  'isgroupof',
  'is_group_of',
  'IsGroupOf',
]);
const QUOTE = 34;
const NULL = 110;

/**
 * One annotation or detection, read into the same record each time. NaN and empty say "not given".
 * `bbox` and `keypoints` are valid up to `boxLength` and `keypointsLength`.
 */
export class AnnotationReader {
  offset = 0;
  imageId: Id = NaN;
  categoryId: Id = NaN;
  score = NaN;
  hasScore = false;
  area = NaN;
  isCrowd = 0;
  isGroup = 0;
  keypointCount = NaN;
  readonly box = new Float64Array(4);
  boxLength = -1;
  keypoints = new Float64Array(51);
  keypointsLength = -1;
  /** Something that counts as pycocotools counts it, but is hardly meant. */
  oddity: string | undefined;
  segmentation: Segmentation | undefined;
  hasSegmentation = false;
  private readonly segmentations = new SegmentationReader();
  /** May be turned off once it is known that nobody needs the masks. */
  wantsMasks: boolean;
  private readonly wantsKeypoints: boolean;

  /** Masks and keypoints are skipped unless they are compared, or `alwaysMasks` says that a size hangs on them. */
  constructor(iouType: IouType, alwaysMasks = false) {
    this.wantsMasks = iouType === 'segm' || alwaysMasks;
    this.wantsKeypoints = iouType === 'keypoints';
  }

  read(reader: JsonReader): void {
    this.offset = (reader.peek(), reader.offset);
    this.imageId = NaN;
    this.categoryId = NaN;
    this.score = NaN;
    this.hasScore = false;
    this.area = NaN;
    this.isCrowd = 0;
    this.isGroup = 0;
    this.keypointCount = NaN;
    this.boxLength = -1;
    this.keypointsLength = -1;
    this.segmentation = undefined;
    this.oddity = undefined;
    this.hasSegmentation = false;
    reader.openObject();
    for (let key = reader.nextKey(KEYS); key !== -1; key = reader.nextKey(KEYS)) {
      switch (key) {
        case 0:
          this.imageId = readId(reader);
          break;
        case 1:
          this.categoryId = readId(reader);
          break;
        case 2:
          this.readBox(reader);
          break;
        case 3:
          this.score = reader.readFlag();
          this.hasScore = true;
          break;
        case 4:
          this.readMask(reader);
          break;
        case 5:
          if (this.wantsKeypoints) this.readKeypoints(reader);
          else reader.skipValue();
          break;
        case 6:
          this.area = reader.readFlag();
          break;
        case 7:
          this.isCrowd = reader.readFlag() > 0 ? 1 : 0;
          break;
        case 8:
          this.keypointCount = reader.readFlag();
          break;
        case 9:
        case 10:
        case 11:
          this.isGroup = reader.readFlag() > 0 ? 1 : 0;
          break;
        default:
          reader.skipValue();
      }
    }
    this.check(reader);
  }

  private readBox(reader: JsonReader): void {
    if (reader.peek() === NULL) {
      reader.skipValue();
      return;
    }
    let n = 0;
    reader.openArray();
    while (reader.hasNext()) {
      const value = reader.readNumber();
      if (n < 4) this.box[n] = value;
      n++;
    }
    if (n !== 0 && n !== 4) reader.fail(`a box of ${n} numbers; it needs x, y, width, height`, this.offset);
    this.boxLength = n;
  }

  private readMask(reader: JsonReader): void {
    const isNull = reader.peek() === NULL;
    this.hasSegmentation = !isNull;
    if (isNull || !this.wantsMasks) reader.skipValue();
    else this.segmentation = this.segmentations.read(reader);
  }

  private readKeypoints(reader: JsonReader): void {
    let n = 0;
    reader.openArray();
    while (reader.hasNext()) {
      if (n === this.keypoints.length) {
        const larger = new Float64Array(n * 2);
        larger.set(this.keypoints);
        this.keypoints = larger;
      }
      this.keypoints[n++] = reader.readNumber();
    }
    if (n % 3 !== 0) reader.fail(`${n} keypoint numbers; each point needs x, y, visibility`, this.offset);
    this.keypointsLength = n;
  }

  private check(reader: JsonReader): void {
    if (Number.isNaN(this.imageId)) reader.fail('image_id is missing', this.offset);
    if (this.hasScore && !Number.isFinite(this.score)) {
      reader.fail(`the score is ${this.score}; it must be a finite number`, this.offset);
    }
    if (this.boxLength === 4) {
      const [x, y, width, height] = this.box;
      if (!Number.isFinite(x + y + width + height)) reader.fail('the box holds NaN or Infinity', this.offset);
      if (width < 0 || height < 0) {
        this.oddity = 'a box of negative size';
      }
    }
    if (this.area < 0) this.oddity = 'a negative area';
  }
}

/** An id as a number or a text. */
export function readId(reader: JsonReader): Id {
  const byte = reader.peek();
  if (byte === QUOTE) return reader.readString();
  if (byte === NULL) {
    reader.skipValue();
    return NaN;
  }
  return reader.readNumber();
}
