/** 64 bits as 16 hexadecimal digits, bit 0 highest. */
export function hashToHex(isSet: (bit: number) => boolean): string {
  let hex = '';
  for (let digit = 0; digit < 16; digit++) {
    let value = 0;
    for (let bit = 0; bit < 4; bit++) value = value * 2 + (isSet(digit * 4 + bit) ? 1 : 0);
    hex += value.toString(16);
  }
  return hex;
}
