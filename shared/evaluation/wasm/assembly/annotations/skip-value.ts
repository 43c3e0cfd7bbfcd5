import { flag, isWord } from './json-number';

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
export function skipValue(p: usize): usize {
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
