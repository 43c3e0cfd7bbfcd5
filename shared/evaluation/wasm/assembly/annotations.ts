// Reads plain COCO objects from JSON bytes straight into columns. "Plain" is what nearly every file holds: number ids,
// finite numbers, a box of four, masks as strings or rings. At anything else the scan stops before the object, and
// the reader in TypeScript takes that one: it decides what is odd, what is refused, and with which words.
//
// The byte behind the last one is 0, which no token contains, so no loop checks for the end of the bytes.
// All pointers are byte offsets into the module's memory; `place` lays the columns out.

import { flag, number, numberBefore, skipSpace, value } from './annotations/json-number';
import { skipValue } from './annotations/skip-value';
import { find, insert } from './annotations/id-table';
import { readMask } from './annotations/mask-runs';
import { readRings } from './annotations/rings';
import {
  offsets, imageIds, categoryIds, images, categories, boxes, areas, scores,
  crowds, groups, runEnds, maskAreas, maskBounds, maskHeights, maskWidths, ringCounts,
  ringEnds, rowLimit, runsUsed, pointsUsed, ringsUsed, imageSlots, imageMask, categorySlots,
  categoryMask, imageHeights, imageWidths,
} from './annotations/columns';

export { fillRows } from './annotations/fill-rings';
export {
  offsets, imageIds, categoryIds, images, categories, boxes, areas, scores,
  crowds, groups, runStarts, runEnds, maskAreas, maskBounds, maskHeights, maskWidths,
  ringStarts, ringCounts, runs, ringEnds, points, runsUsed, pointsUsed, ringsUsed,
  heapBase, place,
} from './annotations/columns';

const TRUTH: i32 = 1; // ids are kept as they are; no score is needed
const MASKS: i32 = 2; // segmentations are read
const NEEDS_BOX: i32 = 4;
const AREA_OF_MASK: i32 = 8;

/** Where the scan stopped: behind the last object taken. */
export let position: usize = 0;

export function addImage(id: f64, index: i32, height: f64, width: f64): void {
  insert(imageSlots, imageMask, id + 0.0, index);
  store<f64>(imageHeights + (<usize>index << 3), height);
  store<f64>(imageWidths + (<usize>index << 3), width);
}

export function addCategory(id: f64, index: i32): void {
  insert(categorySlots, categoryMask, id + 0.0, index);
}

const IMAGE: i32 = 1;
const CATEGORY: i32 = 2;
const BOX: i32 = 4;
const SCORE: i32 = 8;
const SEGMENTATION: i32 = 16;
const AREA: i32 = 32;
const CROWD: i32 = 64;
const GROUP: i32 = 128;

function keyOf(k: usize, length: i32): i32 {
  if (length == 4) {
    const word = load<u32>(k);
    return word == 0x786f6262 ? BOX : word == 0x61657261 ? AREA : 0;
  }
  if (length == 5) return load<u32>(k) == 0x726f6373 && load<u8>(k, 4) == 101 ? SCORE : 0;
  if (length == 7) return load<u32>(k) == 0x72637369 && load<u32>(k, 3) == 0x64776f72 ? CROWD : 0;
  if (length == 8) return load<u64>(k) == 0x64695f6567616d69 ? IMAGE : 0;
  if (length == 9) {
    const isGroup = load<u64>(k) == 0x6f70756f72677369 || load<u64>(k) == 0x4f70756f72477349;
    return isGroup && load<u8>(k, 8) == 102 ? GROUP : 0;
  }
  if (length == 11) {
    const tail = load<u64>(k, 3);
    if (load<u64>(k) == 0x79726f6765746163 && tail == 0x64695f79726f6765) return CATEGORY;
    return load<u64>(k) == 0x70756f72675f7369 && tail == 0x666f5f70756f7267 ? GROUP : 0;
  }
  if (length == 12) return load<u64>(k) == 0x61746e656d676573 && load<u32>(k, 8) == 0x6e6f6974 ? SEGMENTATION : 0;
  return 0;
}

let lastId: f64 = NaN;
let lastImage: i32 = -1;

/** Reads the object whose brace stands at `at` into a row; behind it, or 0 when it is not a plain one. */
function readObject(at: usize, row: usize, flags: i32): usize {
  let seen = 0;
  let imageId: f64 = 0;
  let categoryId: f64 = 0;
  let x: f64 = 0;
  let y: f64 = 0;
  let width: f64 = 0;
  let height: f64 = 0;
  let score: f64 = 0;
  let area: f64 = NaN;
  let isCrowd: u8 = 0;
  let isGroup: u8 = 0;
  let isRings = false;
  let p = skipSpace(at + 1);
  for (;;) {
    if (load<u8>(p) != 34) return 0;
    const k = p + 1;
    let byte = load<u8>(++p);
    while (byte != 34) {
      if (byte < 32 || byte == 92) return 0;
      byte = load<u8>(++p);
    }
    const key = keyOf(k, <i32>(p - k));
    p = skipSpace(p + 1);
    if (load<u8>(p) != 58) return 0;
    p = skipSpace(p + 1);
    if (seen & key) return 0;
    seen |= key;
    if (key == BOX) {
      if (load<u8>(p) != 91) return 0;
      p = numberBefore(p + 1, 44);
      if (p == 0) return 0;
      x = value;
      p = numberBefore(p + 1, 44);
      if (p == 0) return 0;
      y = value;
      p = numberBefore(p + 1, 44);
      if (p == 0) return 0;
      width = value;
      p = numberBefore(p + 1, 93);
      if (p == 0) return 0;
      height = value;
      p++;
      if (width < 0 || height < 0) return 0;
    } else if (key == IMAGE) {
      p = number(p);
      imageId = value + 0.0;
    } else if (key == CATEGORY) {
      p = number(p);
      categoryId = value + 0.0;
    } else if (key == SCORE) {
      p = flag(p);
      score = value;
    } else if (key == AREA) {
      p = flag(p);
      area = value;
      if (area < 0) return 0;
    } else if (key == CROWD) {
      p = flag(p);
      isCrowd = <u8>(value > 0);
    } else if (key == GROUP) {
      p = flag(p);
      isGroup = <u8>(value > 0);
    } else if (key == SEGMENTATION && flags & MASKS) {
      byte = load<u8>(p);
      if (byte == 123) p = readMask(p, row);
      else if (byte == 91 && flags & TRUTH) {
        isRings = true;
        p = readRings(p, row);
      } else return 0;
    } else p = skipValue(p);
    if (p == 0) return 0;
    p = skipSpace(p);
    byte = load<u8>(p);
    if (byte == 125) break;
    if (byte != 44) return 0;
    p = skipSpace(p + 1);
  }
  let needed = IMAGE | CATEGORY;
  if (!(flags & TRUTH)) needed |= SCORE;
  if (flags & MASKS) needed |= SEGMENTATION;
  if (flags & NEEDS_BOX) needed |= BOX;
  if ((seen & needed) != needed) return 0;

  if (flags & TRUTH) {
    store<f64>(imageIds + (row << 3), imageId);
    store<f64>(categoryIds + (row << 3), categoryId);
    store<u8>(crowds + row, isCrowd);
    store<u8>(groups + row, isGroup);
    if (!(seen & AREA) && seen & BOX) area = width * height;
    if (!isRings) store<i32>(ringCounts + (row << 2), 0);
  } else {
    if (imageId != lastId) {
      lastImage = find(imageSlots, imageMask, imageId);
      lastId = imageId;
    }
    const category = find(categorySlots, categoryMask, categoryId);
    if (lastImage < 0 || category < 0) return 0;
    store<i32>(images + (row << 2), lastImage);
    store<i32>(categories + (row << 2), category);
    area = width * height;
    if (flags & MASKS) {
      const imageHeight = load<f64>(imageHeights + (<usize>lastImage << 3));
      const imageWidth = load<f64>(imageWidths + (<usize>lastImage << 3));
      if (imageHeight > 0 && imageWidth > 0) {
        if (<f64>load<i32>(maskHeights + (row << 2)) != imageHeight) return 0;
        if (<f64>load<i32>(maskWidths + (row << 2)) != imageWidth) return 0;
      }
      if (flags & AREA_OF_MASK) {
        area = load<f64>(maskAreas + (row << 3));
        if (!(seen & BOX)) {
          const bounds = maskBounds + (row << 4);
          x = <f64>load<i32>(bounds);
          y = <f64>load<i32>(bounds, 4);
          width = <f64>load<i32>(bounds, 8) - x;
          height = <f64>load<i32>(bounds, 12) - y;
        }
      }
    }
    store<f64>(scores + (row << 3), score);
  }
  store<f64>(areas + (row << 3), area);
  const box = boxes + (row << 5);
  store<f64>(box, x);
  store<f64>(box, y, 8);
  store<f64>(box, width, 16);
  store<f64>(box, height, 24);
  // Taken: what it put into the pools stays.
  if (flags & MASKS) {
    if (isRings) {
      const count = load<i32>(ringCounts + (row << 2));
      ringsUsed += count;
      pointsUsed = load<i32>(ringEnds + (<usize>(ringsUsed - 1) << 2));
    } else runsUsed = load<i32>(runEnds + (row << 2));
  }
  return p + 1;
}

/**
 * Reads the objects from `from` on, with commas between, until one is not plain, the bytes or a pool end, or the
 * columns are full. Returns how many rows were written; `position` is behind the last object. `base` is the place of
 * byte 0 of the memory in the file.
 */
export function scan(from: usize, base: f64, flags: i32): i32 {
  runsUsed = 0;
  pointsUsed = 0;
  ringsUsed = 0;
  position = from;
  let rows = 0;
  let p = from;
  while (rows < rowLimit) {
    if (load<u8>(p) != 123) break;
    const next = readObject(p, <usize>rows, flags);
    if (next == 0) break;
    store<f64>(offsets + (<usize>rows << 3), base + <f64>p);
    rows++;
    position = next;
    p = skipSpace(next);
    if (load<u8>(p) != 44) break;
    p = skipSpace(p + 1);
  }
  return rows;
}

/** The number at `at` as a double, for the test of `number`; NaN when the scan would stop there. */
export function parse(at: usize): f64 {
  return number(at) == 0 ? NaN : value;
}
