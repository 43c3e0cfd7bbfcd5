// Reads plain COCO objects from JSON bytes straight into columns, and fills their rings. "Plain" is what nearly every file holds: number ids,
// finite numbers, a box of four, masks as strings or rings. At anything else the scan stops before the object, and
// the reader in TypeScript takes that one: it decides what is odd, what is refused, and with which words.
//
// The byte behind the last one is 0, which no token contains, so no loop checks for the end of the bytes.
// All pointers are byte offsets into the module's memory; `place` lays the columns out.

const TRUTH: i32 = 1; // ids are kept as they are; no score is needed
const MASKS: i32 = 2; // segmentations are read
const NEEDS_BOX: i32 = 4;
const AREA_OF_MASK: i32 = 8;

// One entry a row, in the order of the file.
export let offsets: usize = 0; // f64, byte of the object in the file
export let imageIds: usize = 0; // f64, ground truth only
export let categoryIds: usize = 0; // f64, ground truth only
export let images: usize = 0; // i32, detections only
export let categories: usize = 0; // i32, detections only
export let boxes: usize = 0; // f64 x 4
export let areas: usize = 0; // f64, NaN when the file does not say
export let scores: usize = 0; // f64
export let crowds: usize = 0; // u8
export let groups: usize = 0; // u8
export let runStarts: usize = 0; // i32, into runs
export let runEnds: usize = 0; // i32
export let maskAreas: usize = 0; // f64
export let maskBounds: usize = 0; // i32 x 4
export let maskHeights: usize = 0; // i32
export let maskWidths: usize = 0; // i32
export let ringStarts: usize = 0; // i32, into ringEnds
export let ringCounts: usize = 0; // i32, 0 for a mask
// Pools of one batch.
export let runs: usize = 0; // i32 [from, to, ...]
export let ringEnds: usize = 0; // i32, into points, in numbers
export let points: usize = 0; // f64 [x, y, ...]

// Working space of the filling of rings: crossings of the boundary with columns, and the runs of one ring.
const CROSSINGS: i32 = 1 << 16;
const COLUMNS: i32 = 1 << 16;
let crossings: usize = 0; // i32
let crossingColumns: usize = 0; // i32
let sorted: usize = 0; // i32
let columnCounts: usize = 0; // i32
let ringRuns: usize = 0; // i32
let united: usize = 0; // i32

let rowLimit: i32 = 0;
let runLimit: i32 = 0;
let pointLimit: i32 = 0;
let ringLimit: i32 = 0;
export let runsUsed: i32 = 0;
export let pointsUsed: i32 = 0;
export let ringsUsed: i32 = 0;
/** Where the scan stopped: behind the last object taken. */
export let position: usize = 0;

// Open addressing over f64 keys: 16 bytes a slot, key and index + 1 (0 says free).
let imageSlots: usize = 0;
let imageMask: u32 = 0;
let categorySlots: usize = 0;
let categoryMask: u32 = 0;
let imageHeights: usize = 0; // f64, 0 when the file does not say
let imageWidths: usize = 0; // f64

let value: f64 = 0;

function take(at: usize, bytes: usize): usize {
  return (at + bytes + 15) & ~15;
}

function slotsFor(count: i32): u32 {
  let size: u32 = 16;
  while (size < <u32>count * 2) size <<= 1;
  return size;
}

/** Where the bytes to read may lie. */
export function heapBase(): usize {
  return (__heap_base + 15) & ~15;
}

/** Lays everything out from `at` on and returns the end; the memory behind it must be zero and large enough. */
export function place(
  at: usize, rows: i32, runPool: i32, pointPool: i32, imageCount: i32, categoryCount: i32,
): usize {
  const n = <usize>rows;
  rowLimit = rows;
  runLimit = runPool;
  pointLimit = pointPool;
  ringLimit = pointPool >> 2;
  offsets = at;
  imageIds = take(offsets, n << 3);
  categoryIds = take(imageIds, n << 3);
  images = take(categoryIds, n << 3);
  categories = take(images, n << 2);
  boxes = take(categories, n << 2);
  areas = take(boxes, n << 5);
  scores = take(areas, n << 3);
  crowds = take(scores, n << 3);
  groups = take(crowds, n);
  runStarts = take(groups, n);
  runEnds = take(runStarts, n << 2);
  maskAreas = take(runEnds, n << 2);
  maskBounds = take(maskAreas, n << 3);
  maskHeights = take(maskBounds, n << 4);
  maskWidths = take(maskHeights, n << 2);
  ringStarts = take(maskWidths, n << 2);
  ringCounts = take(ringStarts, n << 2);
  runs = take(ringCounts, n << 2);
  points = take(runs, <usize>runPool << 2);
  ringEnds = take(points, <usize>pointPool << 3);
  imageSlots = take(ringEnds, <usize>ringLimit << 2);
  const imageSize = slotsFor(imageCount);
  imageMask = imageSize - 1;
  categorySlots = take(imageSlots, <usize>imageSize << 4);
  const categorySize = slotsFor(categoryCount);
  categoryMask = categorySize - 1;
  imageHeights = take(categorySlots, <usize>categorySize << 4);
  imageWidths = take(imageHeights, <usize>imageCount << 3);
  crossings = take(imageWidths, <usize>imageCount << 3);
  if (pointPool == 0) return crossings;
  crossingColumns = take(crossings, CROSSINGS << 2);
  sorted = take(crossingColumns, CROSSINGS << 2);
  columnCounts = take(sorted, CROSSINGS << 2);
  ringRuns = take(columnCounts, (COLUMNS + 2) << 2);
  united = take(ringRuns, (CROSSINGS + 2) << 2);
  return take(united, (CROSSINGS + 2) << 3);
}

function hash(key: f64): u32 {
  const bits = reinterpret<u64>(key);
  return <u32>((bits * 0x9E3779B97F4A7C15) >> 40);
}

function insert(slots: usize, mask: u32, key: f64, index: i32): void {
  let slot = hash(key) & mask;
  while (load<i32>(slots + (<usize>slot << 4), 8) != 0) slot = (slot + 1) & mask;
  store<f64>(slots + (<usize>slot << 4), key);
  store<i32>(slots + (<usize>slot << 4), index + 1, 8);
}

function find(slots: usize, mask: u32, key: f64): i32 {
  let slot = hash(key) & mask;
  let at = slots + (<usize>slot << 4);
  while (load<i32>(at, 8) != 0 && load<f64>(at) != key) {
    slot = (slot + 1) & mask;
    at = slots + (<usize>slot << 4);
  }
  return load<i32>(at, 8) - 1;
}

export function addImage(id: f64, index: i32, height: f64, width: f64): void {
  insert(imageSlots, imageMask, id + 0.0, index);
  store<f64>(imageHeights + (<usize>index << 3), height);
  store<f64>(imageWidths + (<usize>index << 3), width);
}

export function addCategory(id: f64, index: i32): void {
  insert(categorySlots, categoryMask, id + 0.0, index);
}

// @ts-ignore: decorator
@inline
function skipSpace(p: usize): usize {
  let byte = load<u8>(p);
  while (byte == 32 || byte == 10 || byte == 13 || byte == 9) byte = load<u8>(++p);
  return p;
}

// 128-bit approximations of 5^q for q = -60 ... 22, high word first: table of "Number parsing at a gigabyte per
// second" (Lemire, 2021), generated by its definition.
const POWERS = memory.data<u64>([
  0xCDB02555653131B6, 0x3792F412CB06794D,
  0x808E17555F3EBF11, 0xE2BBD88BBEE40BD0,
  0xA0B19D2AB70E6ED6, 0x5B6ACEAEAE9D0EC4,
  0xC8DE047564D20A8B, 0xF245825A5A445275,
  0xFB158592BE068D2E, 0xEED6E2F0F0D56712,
  0x9CED737BB6C4183D, 0x55464DD69685606B,
  0xC428D05AA4751E4C, 0xAA97E14C3C26B886,
  0xF53304714D9265DF, 0xD53DD99F4B3066A8,
  0x993FE2C6D07B7FAB, 0xE546A8038EFE4029,
  0xBF8FDB78849A5F96, 0xDE98520472BDD033,
  0xEF73D256A5C0F77C, 0x963E66858F6D4440,
  0x95A8637627989AAD, 0xDDE7001379A44AA8,
  0xBB127C53B17EC159, 0x5560C018580D5D52,
  0xE9D71B689DDE71AF, 0xAAB8F01E6E10B4A6,
  0x9226712162AB070D, 0xCAB3961304CA70E8,
  0xB6B00D69BB55C8D1, 0x3D607B97C5FD0D22,
  0xE45C10C42A2B3B05, 0x8CB89A7DB77C506A,
  0x8EB98A7A9A5B04E3, 0x77F3608E92ADB242,
  0xB267ED1940F1C61C, 0x55F038B237591ED3,
  0xDF01E85F912E37A3, 0x6B6C46DEC52F6688,
  0x8B61313BBABCE2C6, 0x2323AC4B3B3DA015,
  0xAE397D8AA96C1B77, 0xABEC975E0A0D081A,
  0xD9C7DCED53C72255, 0x96E7BD358C904A21,
  0x881CEA14545C7575, 0x7E50D64177DA2E54,
  0xAA242499697392D2, 0xDDE50BD1D5D0B9E9,
  0xD4AD2DBFC3D07787, 0x955E4EC64B44E864,
  0x84EC3C97DA624AB4, 0xBD5AF13BEF0B113E,
  0xA6274BBDD0FADD61, 0xECB1AD8AEACDD58E,
  0xCFB11EAD453994BA, 0x67DE18EDA5814AF2,
  0x81CEB32C4B43FCF4, 0x80EACF948770CED7,
  0xA2425FF75E14FC31, 0xA1258379A94D028D,
  0xCAD2F7F5359A3B3E, 0x096EE45813A04330,
  0xFD87B5F28300CA0D, 0x8BCA9D6E188853FC,
  0x9E74D1B791E07E48, 0x775EA264CF55347E,
  0xC612062576589DDA, 0x95364AFE032A819E,
  0xF79687AED3EEC551, 0x3A83DDBD83F52205,
  0x9ABE14CD44753B52, 0xC4926A9672793543,
  0xC16D9A0095928A27, 0x75B7053C0F178294,
  0xF1C90080BAF72CB1, 0x5324C68B12DD6339,
  0x971DA05074DA7BEE, 0xD3F6FC16EBCA5E04,
  0xBCE5086492111AEA, 0x88F4BB1CA6BCF585,
  0xEC1E4A7DB69561A5, 0x2B31E9E3D06C32E6,
  0x9392EE8E921D5D07, 0x3AFF322E62439FD0,
  0xB877AA3236A4B449, 0x09BEFEB9FAD487C3,
  0xE69594BEC44DE15B, 0x4C2EBE687989A9B4,
  0x901D7CF73AB0ACD9, 0x0F9D37014BF60A11,
  0xB424DC35095CD80F, 0x538484C19EF38C95,
  0xE12E13424BB40E13, 0x2865A5F206B06FBA,
  0x8CBCCC096F5088CB, 0xF93F87B7442E45D4,
  0xAFEBFF0BCB24AAFE, 0xF78F69A51539D749,
  0xDBE6FECEBDEDD5BE, 0xB573440E5A884D1C,
  0x89705F4136B4A597, 0x31680A88F8953031,
  0xABCC77118461CEFC, 0xFDC20D2B36BA7C3E,
  0xD6BF94D5E57A42BC, 0x3D32907604691B4D,
  0x8637BD05AF6C69B5, 0xA63F9A49C2C1B110,
  0xA7C5AC471B478423, 0x0FCF80DC33721D54,
  0xD1B71758E219652B, 0xD3C36113404EA4A9,
  0x83126E978D4FDF3B, 0x645A1CAC083126EA,
  0xA3D70A3D70A3D70A, 0x3D70A3D70A3D70A4,
  0xCCCCCCCCCCCCCCCC, 0xCCCCCCCCCCCCCCCD,
  0x8000000000000000, 0x0000000000000000,
  0xA000000000000000, 0x0000000000000000,
  0xC800000000000000, 0x0000000000000000,
  0xFA00000000000000, 0x0000000000000000,
  0x9C40000000000000, 0x0000000000000000,
  0xC350000000000000, 0x0000000000000000,
  0xF424000000000000, 0x0000000000000000,
  0x9896800000000000, 0x0000000000000000,
  0xBEBC200000000000, 0x0000000000000000,
  0xEE6B280000000000, 0x0000000000000000,
  0x9502F90000000000, 0x0000000000000000,
  0xBA43B74000000000, 0x0000000000000000,
  0xE8D4A51000000000, 0x0000000000000000,
  0x9184E72A00000000, 0x0000000000000000,
  0xB5E620F480000000, 0x0000000000000000,
  0xE35FA931A0000000, 0x0000000000000000,
  0x8E1BC9BF04000000, 0x0000000000000000,
  0xB1A2BC2EC5000000, 0x0000000000000000,
  0xDE0B6B3A76400000, 0x0000000000000000,
  0x8AC7230489E80000, 0x0000000000000000,
  0xAD78EBC5AC620000, 0x0000000000000000,
  0xD8D726B7177A8000, 0x0000000000000000,
  0x878678326EAC9000, 0x0000000000000000,
]);
const SMALLEST: i32 = -60;
const LARGEST: i32 = 22;
const TENS = memory.data<f64>([
  1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20,
  1e21, 1e22,
]);

// @ts-ignore: decorator
@inline
function highProduct(a: u64, b: u64): u64 {
  const a0 = a & 0xffffffff;
  const a1 = a >> 32;
  const b0 = b & 0xffffffff;
  const b1 = b >> 32;
  const middle = a1 * b0 + ((a0 * b0) >> 32);
  const other = a0 * b1 + (middle & 0xffffffff);
  return a1 * b1 + (middle >> 32) + (other >> 32);
}

/** The double nearest to w * 10^q into `value`; false when this method cannot tell (Eisel and Lemire). */
function scale(w: u64, q: i32): bool {
  if (w == 0) {
    value = 0;
    return true;
  }
  if (q < SMALLEST || q > LARGEST) return false;
  const zeros = clz(w);
  w <<= zeros;
  const at = POWERS + (<usize>(q - SMALLEST) << 4);
  let high = highProduct(w, load<u64>(at));
  let low = w * load<u64>(at);
  if ((high & 0x1ff) == 0x1ff) {
    const carry = highProduct(w, load<u64>(at, 8));
    low += carry;
    if (carry > low) high++;
  }
  if (low == 0xffffffffffffffff && q < -27) return false;
  const upper = high >> 63;
  const shift = upper + 9;
  let mantissa = high >> shift;
  let power = ((217706 * q) >> 16) + 63 + <i32>upper - <i32>zeros + 1023;
  if (power <= 0) return false;
  if (low <= 1 && q >= -4 && q <= 23 && (mantissa & 3) == 1 && mantissa << shift == high) mantissa &= ~1;
  mantissa += mantissa & 1;
  mantissa >>= 1;
  if (mantissa >= 0x20000000000000) {
    mantissa = 0x10000000000000;
    power++;
  }
  if (power >= 0x7ff) return false;
  value = reinterpret<f64>((mantissa & 0xfffffffffffff) | (<u64>power << 52));
  return true;
}

/** Reads a number at p into `value` and returns what lies behind it, or 0. */
function number(p: usize): usize {
  const isNegative = load<u8>(p) == 45;
  if (isNegative) p++;
  const from = p;
  let mantissa: u64 = 0;
  let digit = <u32>load<u8>(p) - 48;
  while (digit <= 9) {
    mantissa = mantissa * 10 + digit;
    digit = <u32>load<u8>(++p) - 48;
  }
  let digits = <i32>(p - from);
  if (digits == 0) return 0;
  let decimals = 0;
  if (digit == <u32>-2) {
    const point = p;
    digit = <u32>load<u8>(++p) - 48;
    while (digit <= 9) {
      mantissa = mantissa * 10 + digit;
      digit = <u32>load<u8>(++p) - 48;
    }
    decimals = <i32>(p - point) - 1;
    if (decimals == 0) return 0;
    digits += decimals;
  }
  if (digits > 19) {
    for (let q = from; ; q++) {
      const byte = load<u8>(q);
      if (byte == 48) digits--;
      else if (byte != 46) break;
    }
    if (digits > 19) return 0;
  }
  let exponent = 0;
  const isExponent = digit == 53 || digit == 21;
  if (isExponent) {
    let byte = load<u8>(++p);
    const isBelow = byte == 45;
    if (isBelow || byte == 43) p++;
    const start = p;
    for (digit = <u32>load<u8>(p) - 48; digit <= 9; digit = <u32>load<u8>(++p) - 48) {
      exponent = exponent * 10 + digit;
    }
    if (p == start || p - start > 3) return 0;
    if (isBelow) exponent = -exponent;
  }
  // Up to 2^53 over up to 10^22 both numbers are exact, so one division rounds correctly.
  if (!isExponent && mantissa <= 9007199254740992 && decimals <= 22) {
    value = <f64>mantissa;
    if (decimals > 0) value /= load<f64>(TENS + (<usize>decimals << 3));
  } else if (!scale(mantissa, exponent - decimals)) return 0;
  if (isNegative) value = -value;
  return p;
}

// @ts-ignore: decorator
@inline
function isWord(p: usize, head: u32): bool {
  return load<u32>(p) == head;
}

/** A number, or true or false as 1 or 0. */
function flag(p: usize): usize {
  if (isWord(p, 0x65757274)) {
    value = 1;
    return p + 4;
  }
  if (isWord(p, 0x736c6166) && load<u8>(p, 4) == 101) {
    value = 0;
    return p + 5;
  }
  return number(p);
}

/** Behind the string whose opening quote stands at p, or 0. */
function skipString(p: usize): usize {
  let byte = load<u8>(++p);
  while (byte != 34) {
    if (byte < 32) return 0;
    if (byte == 92 && load<u8>(++p) == 0) return 0;
    byte = load<u8>(++p);
  }
  return p + 1;
}

/** Behind a value that nobody asked for, or 0; up to 64 brackets deep, their kinds as bits of a word. */
function skipValue(p: usize): usize {
  const first = load<u8>(p);
  if (first == 34) return skipString(p);
  if (isWord(p, 0x6c6c756e)) return p + 4;
  if (first != 123 && first != 91) return flag(p);
  let depth = 0;
  let kinds: u64 = 0;
  do {
    const byte = load<u8>(p);
    if (byte == 34) {
      p = skipString(p);
      if (p == 0) return 0;
      continue;
    }
    if (byte == 0) return 0;
    if (byte == 123 || byte == 91) {
      if (++depth > 64) return 0;
      kinds = (kinds << 1) | <u64>(byte == 123);
    } else if (byte == 125 || byte == 93) {
      if ((kinds & 1) != <u64>(byte == 125)) return 0;
      kinds >>= 1;
      depth--;
    }
    p++;
  } while (depth > 0);
  return p;
}

/**
 * Decodes COCO's run-length string at p (behind its quote) into the runs of ones of a row, and returns what lies
 * behind the closing quote, or 0. `maskPixels` becomes the sum of all counts.
 */
let maskPixels: i64 = 0;
function readRuns(p: usize, row: usize): usize {
  const from = runsUsed;
  let n = from;
  let before: i64 = 0;
  let previous: i64 = 0;
  let at: i64 = 0;
  let index = 0;
  let byte = <u32>load<u8>(p);
  while (byte != 34) {
    let count: i32 = 0;
    let shift = 0;
    let code: u32;
    do {
      if (shift > 30) return 0;
      code = byte - 48;
      if (code > 63) return 0;
      // The alphabet holds the backslash, which JSON escapes.
      if (byte == 92 && load<u8>(++p) != 92) return 0;
      count |= (code & 0x1f) << shift;
      shift += 5;
      byte = load<u8>(++p);
    } while (code & 0x20);
    if (code & 0x10 && shift < 32) count |= -1 << shift;
    let length = <i64>count;
    if (index > 2) length += before;
    if (length < 0 || length > 0x7fffffff) return 0;
    before = previous;
    previous = length;
    at += length;
    if (at > 0x7fffffff) return 0;
    if ((index & 1) == 1 && length > 0) {
      const start = <i32>(at - length);
      if (n > from && load<i32>(runs + (<usize>(n - 1) << 2)) == start) {
        store<i32>(runs + (<usize>(n - 1) << 2), <i32>at);
      } else {
        if (n + 2 > runLimit) return 0;
        store<i32>(runs + (<usize>n << 2), start);
        store<i32>(runs + (<usize>n << 2), <i32>at, 4);
        n += 2;
      }
    }
    index++;
  }
  maskPixels = at;
  store<i32>(runStarts + (row << 2), from);
  store<i32>(runEnds + (row << 2), n);
  return p + 1;
}

/** Area and bounds of the runs of a row, as `storeMask` has them. */
function measureRuns(row: usize, height: i32, width: i32): void {
  const from = load<i32>(runStarts + (row << 2));
  const to = load<i32>(runEnds + (row << 2));
  store<i32>(maskHeights + (row << 2), height);
  store<i32>(maskWidths + (row << 2), width);
  const bounds = maskBounds + (row << 4);
  if (from == to) {
    store<f64>(maskAreas + (row << 3), 0);
    store<i32>(bounds, 0);
    store<i32>(bounds, 0, 4);
    store<i32>(bounds, 0, 8);
    store<i32>(bounds, 0, 12);
    return;
  }
  let area: i64 = 0;
  let y0 = height;
  let y1 = 0;
  const firstColumn = load<i32>(runs + (<usize>from << 2)) / height;
  let columnStart = firstColumn * height;
  for (let i = from; i < to; i += 2) {
    const at = runs + (<usize>i << 2);
    const first = load<i32>(at);
    const last = load<i32>(at, 4) - 1;
    area += last + 1 - first;
    while (first - columnStart >= height) columnStart += height;
    const top = first - columnStart;
    const bottom = last - columnStart;
    if (bottom >= height) {
      y0 = 0;
      y1 = height;
    } else {
      if (top < y0) y0 = top;
      if (bottom >= y1) y1 = bottom + 1;
    }
  }
  store<f64>(maskAreas + (row << 3), <f64>area);
  store<i32>(bounds, firstColumn);
  store<i32>(bounds, y0, 4);
  store<i32>(bounds, (load<i32>(runs + (<usize>(to - 1) << 2)) - 1) / height + 1, 8);
  store<i32>(bounds, y1, 12);
}

/** `{"size": [height, width], "counts": "..."}` in any order; other keys and lists of counts stop the scan. */
function readMask(p: usize, row: usize): usize {
  let height: f64 = -1;
  let width: f64 = -1;
  let hasCounts = false;
  p = skipSpace(p + 1);
  for (;;) {
    if (isWord(p, 0x7a697322) && load<u16>(p, 4) == 0x2265 && height < 0) {
      p = skipSpace(p + 6);
      if (load<u8>(p) != 58) return 0;
      p = skipSpace(p + 1);
      if (load<u8>(p) != 91) return 0;
      p = number(skipSpace(p + 1));
      if (p == 0) return 0;
      height = value;
      p = skipSpace(p);
      if (load<u8>(p) != 44) return 0;
      p = number(skipSpace(p + 1));
      if (p == 0) return 0;
      width = value;
      p = skipSpace(p);
      if (load<u8>(p) != 93) return 0;
      p++;
    } else if (load<u64>(p) == 0x2273746e756f6322 && !hasCounts) {
      p = skipSpace(p + 8);
      if (load<u8>(p) != 58) return 0;
      p = skipSpace(p + 1);
      if (load<u8>(p) != 34) return 0;
      p = readRuns(p + 1, row);
      if (p == 0) return 0;
      hasCounts = true;
    } else return 0;
    p = skipSpace(p);
    const byte = load<u8>(p);
    if (byte == 125) break;
    if (byte != 44) return 0;
    p = skipSpace(p + 1);
  }
  if (!hasCounts || !(height >= 1 && width >= 1 && height * width <= 2147483647)) return 0;
  if (Math.floor(height) != height || Math.floor(width) != width) return 0;
  if (<f64>maskPixels != height * width) return 0;
  measureRuns(row, <i32>height, <i32>width);
  return p + 1;
}

/** `[[x, y, ...], ...]` of at least one ring into the pool of points. */
function readRings(p: usize, row: usize): usize {
  let ring = ringsUsed;
  let n = pointsUsed;
  store<i32>(ringStarts + (row << 2), ring);
  p = skipSpace(p + 1);
  for (;;) {
    if (load<u8>(p) != 91 || ring >= ringLimit) return 0;
    const start = n;
    do {
      p = number(skipSpace(p + 1));
      if (p == 0 || n >= pointLimit) return 0;
      store<f64>(points + (<usize>n << 3), value);
      n++;
      p = skipSpace(p);
    } while (load<u8>(p) == 44);
    if (load<u8>(p) != 93 || n - start < 4 || ((n - start) & 1) == 1) return 0;
    store<i32>(ringEnds + (<usize>ring << 2), n);
    ring++;
    p = skipSpace(p + 1);
    const byte = load<u8>(p);
    if (byte == 93) break;
    if (byte != 44) return 0;
    p = skipSpace(p + 1);
  }
  store<i32>(ringCounts + (row << 2), ring - ringsUsed);
  return p + 1;
}

// Points beyond this, in fifths of a pixel, are left to the reader in TypeScript.
const FAR: f64 = 1e6;

let crossingCount: i32 = 0;
let firstColumn: i32 = 0;
let lastColumn: i32 = 0;

// @ts-ignore: decorator
@inline
function cross(column: i32, v: f64, height: i32): void {
  let row = (v + 0.5) / 5 - 0.5;
  if (row < 0) row = 0;
  else if (row > <f64>height) row = <f64>height;
  store<i32>(crossings + (<usize>crossingCount << 2), column * height + <i32>Math.ceil(row));
  store<i32>(crossingColumns + (<usize>crossingCount << 2), column);
  crossingCount++;
  if (column < firstColumn) firstColumn = column;
  if (column > lastColumn) lastColumn = column;
}

/**
 * Where an edge crosses the centres of columns, at five times the resolution as in `rasterizePolygon`, which walks
 * every point of it. Only the steps from u = 5c + 2 to 5c + 3 and back cross the centre of column c, so only those
 * are computed, with the same operations in the same order. False when there is no room.
 */
function crossEdge(x0: f64, y0: f64, x1: f64, y1: f64, height: i32, width: i32): bool {
  const dx = Math.abs(x1 - x0);
  const dy = Math.abs(y0 - y1);
  const isFlat = dx >= dy;
  if (isFlat ? x0 > x1 : y0 > y1) {
    const x = x0;
    x0 = x1;
    x1 = x;
    const y = y0;
    y0 = y1;
    y1 = y;
  }
  if (crossingCount + <i32>dx / 5 + 2 > CROSSINGS) return false;
  if (isFlat) {
    if (dx == 0) return true;
    const slope = (y1 - y0) / dx;
    const to = min(width - 1, <i32>Math.floor((x1 - 3) / 5));
    for (let c = max(0, <i32>Math.ceil((x0 - 2) / 5)); c <= to; c++) {
      const t = <f64>(5 * c + 2) - x0;
      const here = Math.trunc(y0 + slope * t + 0.5);
      const there = Math.trunc(y0 + slope * (t + 1) + 0.5);
      cross(c, here < there ? here : there, height);
    }
    return true;
  }
  const slope = (x1 - x0) / dy;
  if (slope == 0) return true;
  const start = Math.trunc(x0 + 0.5);
  const end = Math.trunc(x0 + slope * dy + 0.5);
  const low = slope > 0 ? start : end;
  const high = slope > 0 ? end : start;
  const to = min(width - 1, <i32>Math.floor((high - 3) / 5));
  for (let c = max(0, <i32>Math.ceil((low - 2) / 5)); c <= to; c++) {
    // The first step on the other side: estimated, then moved to where the rounded numbers say it is.
    const limit = <f64>(5 * c + 3);
    let t = Math.ceil((limit - 0.5 - x0) / slope);
    if (t < 1) t = 1;
    else if (t > dy) t = dy;
    if (slope > 0) {
      while (t > 1 && Math.trunc(x0 + slope * (t - 1) + 0.5) >= limit) t -= 1;
      while (t < dy && Math.trunc(x0 + slope * t + 0.5) < limit) t += 1;
    } else {
      while (t > 1 && Math.trunc(x0 + slope * (t - 1) + 0.5) < limit) t -= 1;
      while (t < dy && Math.trunc(x0 + slope * t + 0.5) >= limit) t += 1;
    }
    cross(c, y0 + t - 1, height);
  }
  return true;
}

/** The crossings in ascending order: by column, then within it. Returns where they lie. */
function sortCrossings(): usize {
  const n = crossingCount;
  let at = crossings;
  if (n > 24) {
    const columns = lastColumn - firstColumn + 1;
    memory.fill(columnCounts, 0, <usize>(columns + 1) << 2);
    for (let i = 0; i < n; i++) {
      const slot = columnCounts + (<usize>(load<i32>(crossingColumns + (<usize>i << 2)) - firstColumn + 1) << 2);
      store<i32>(slot, load<i32>(slot) + 1);
    }
    for (let c = 1; c <= columns; c++) {
      const slot = columnCounts + (<usize>c << 2);
      store<i32>(slot, load<i32>(slot) + load<i32>(slot - 4));
    }
    for (let i = 0; i < n; i++) {
      const slot = columnCounts + (<usize>(load<i32>(crossingColumns + (<usize>i << 2)) - firstColumn) << 2);
      const place = load<i32>(slot);
      store<i32>(slot, place + 1);
      store<i32>(sorted + (<usize>place << 2), load<i32>(crossings + (<usize>i << 2)));
    }
    at = sorted;
  }
  for (let i = 1; i < n; i++) {
    const key = load<i32>(at + (<usize>i << 2));
    let j = i;
    while (j > 0 && load<i32>(at + (<usize>(j - 1) << 2)) > key) {
      store<i32>(at + (<usize>j << 2), load<i32>(at + (<usize>(j - 1) << 2)));
      j--;
    }
    store<i32>(at + (<usize>j << 2), key);
  }
  return at;
}

/** Runs of ones of the ring of the numbers `from ... to` into `out`; their length, or -1 for the reader in TypeScript. */
function fillRing(from: i32, to: i32, height: i32, width: i32, out: usize): i32 {
  crossingCount = 0;
  firstColumn = 0x7fffffff;
  lastColumn = -1;
  const last = points + (<usize>(to - 2) << 3);
  let x0 = Math.trunc(5 * load<f64>(last) + 0.5);
  let y0 = Math.trunc(5 * load<f64>(last, 8) + 0.5);
  if (!(Math.abs(x0) < FAR && Math.abs(y0) < FAR)) return -1;
  for (let i = from; i < to; i += 2) {
    const point = points + (<usize>i << 3);
    const x1 = Math.trunc(5 * load<f64>(point) + 0.5);
    const y1 = Math.trunc(5 * load<f64>(point, 8) + 0.5);
    if (!(Math.abs(x1) < FAR && Math.abs(y1) < FAR)) return -1;
    if (!crossEdge(x0, y0, x1, y1, height, width)) return -1;
    x0 = x1;
    y0 = y1;
  }
  const list = sortCrossings();
  let n = 0;
  for (let i = 0; i < crossingCount; i += 2) {
    const start = load<i32>(list + (<usize>i << 2));
    const end = i + 1 < crossingCount ? load<i32>(list + (<usize>(i + 1) << 2)) : height * width;
    if (end == start) continue;
    if (n > 0 && load<i32>(out + (<usize>(n - 1) << 2)) == start) store<i32>(out + (<usize>(n - 1) << 2), end);
    else {
      store<i32>(out + (<usize>n << 2), start);
      store<i32>(out + (<usize>n << 2), end, 4);
      n += 2;
    }
  }
  return n;
}

/** Union of two ascending lists of runs into `out`; its length. */
function unite(a: usize, aLength: i32, b: usize, bLength: i32, out: usize): i32 {
  let i = 0;
  let j = 0;
  let n = 0;
  while (i < aLength || j < bLength) {
    const isA = j >= bLength || (i < aLength && load<i32>(a + (<usize>i << 2)) <= load<i32>(b + (<usize>j << 2)));
    const at = isA ? a + (<usize>i << 2) : b + (<usize>j << 2);
    if (isA) i += 2;
    else j += 2;
    const start = load<i32>(at);
    const end = load<i32>(at, 4);
    if (n > 0 && load<i32>(out + (<usize>(n - 1) << 2)) >= start) {
      if (end > load<i32>(out + (<usize>(n - 1) << 2))) store<i32>(out + (<usize>(n - 1) << 2), end);
    } else {
      store<i32>(out + (<usize>n << 2), start);
      store<i32>(out + (<usize>n << 2), end, 4);
      n += 2;
    }
  }
  return n;
}

/**
 * Fills the rings of the rows `from ... rows` over images of `maskHeights` x `maskWidths` and returns the first row
 * that found no room. A row whose `runEnds` is -1 afterwards was not filled here.
 */
export function fillRows(from: i32, rows: i32): i32 {
  runsUsed = 0;
  for (let row: usize = <usize>from; row < <usize>rows; row++) {
    store<i32>(runEnds + (row << 2), -1);
    const count = load<i32>(ringCounts + (row << 2));
    const height = load<i32>(maskHeights + (row << 2));
    const width = load<i32>(maskWidths + (row << 2));
    if (count == 0 || height <= 0 || width <= 0 || width > COLUMNS) continue;
    if (<f64>height * <f64>width > 2147483647) continue;
    const firstRing = load<i32>(ringStarts + (row << 2));
    let start = firstRing == 0 ? 0 : load<i32>(ringEnds + (<usize>(firstRing - 1) << 2));
    // Four numbers in the first ring say that all are boxes.
    if (load<i32>(ringEnds + (<usize>firstRing << 2)) - start == 4) continue;
    if (runLimit - runsUsed < 2 * CROSSINGS + 4) return <i32>row;
    const out = runs + (<usize>runsUsed << 2);
    let n = 0;
    for (let ring = firstRing; ring < firstRing + count && n >= 0; ring++) {
      const end = load<i32>(ringEnds + (<usize>ring << 2));
      if (ring == firstRing) n = fillRing(start, end, height, width, out);
      else {
        const more = fillRing(start, end, height, width, ringRuns);
        if (more < 0 || n + more > CROSSINGS) n = -1;
        else {
          n = unite(out, n, ringRuns, more, united);
          memory.copy(out, united, <usize>n << 2);
        }
      }
      start = end;
    }
    if (n < 0) continue;
    store<i32>(runStarts + (row << 2), runsUsed);
    runsUsed += n;
    store<i32>(runEnds + (row << 2), runsUsed);
    measureRuns(row, height, width);
  }
  return rows;
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
      p = number(skipSpace(p + 1));
      if (p == 0) return 0;
      x = value;
      p = skipSpace(p);
      if (load<u8>(p) != 44) return 0;
      p = number(skipSpace(p + 1));
      if (p == 0) return 0;
      y = value;
      p = skipSpace(p);
      if (load<u8>(p) != 44) return 0;
      p = number(skipSpace(p + 1));
      if (p == 0) return 0;
      width = value;
      p = skipSpace(p);
      if (load<u8>(p) != 44) return 0;
      p = number(skipSpace(p + 1));
      if (p == 0) return 0;
      height = value;
      p = skipSpace(p);
      if (load<u8>(p) != 93) return 0;
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
