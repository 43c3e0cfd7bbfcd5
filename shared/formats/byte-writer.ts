const encoder = new TextEncoder();

/** Output is handed out when it is about so long. */
const CHUNK_BYTES = 256 * 1024;
/** Room for any one number. */
const NUMBER_BYTES = 32;
/** Below it a number's thousandths fit a 32-bit integer, and its whole part two groups of three digits. */
const SHORT = 1_000_000;

/**
 * The digits of 0 to 999 as three bytes from the lowest on, and in the highest byte how many of them count: WHOLE
 * without leading zeros, GROUP with them, FRACTION without trailing ones and with the point counted.
 */
const WHOLE = new Uint32Array(1000);
const GROUP = new Uint32Array(1000);
const FRACTION = new Uint32Array(1000);
for (let n = 0; n < 1000; n++) {
  const [a, b, c] = [0x30 + Math.floor(n / 100), 0x30 + (Math.floor(n / 10) % 10), 0x30 + (n % 10)];
  const all = a | (b << 8) | (c << 16);
  GROUP[n] = all | (3 << 24);
  WHOLE[n] = n > 99 ? GROUP[n] : n > 9 ? b | (c << 8) | (2 << 24) : c | (1 << 24);
  const digits = n === 0 ? -1 : n % 100 === 0 ? 1 : n % 10 === 0 ? 2 : 3;
  FRACTION[n] = all | ((digits + 1) << 24);
}

/**
 * Collects output as bytes and hands it out in chunks of about 256 KB. Digits go from tables straight into the
 * buffer: no text is made for a number, which is what makes large exports several times faster.
 */
export class ByteWriter {
  private buffer: Uint8Array<ArrayBuffer>;
  private used = 0;

  constructor(size = 2 * CHUNK_BYTES) {
    this.buffer = new Uint8Array(size);
  }

  /** Whether it is time to `take`. */
  get isFull(): boolean {
    return this.used >= CHUNK_BYTES;
  }

  /** What was written since the last time; empty when nothing was. */
  take(): Uint8Array {
    const bytes = this.buffer.slice(0, this.used);
    this.used = 0;
    return bytes;
  }

  /** Text that is known to be ASCII. */
  ascii(text: string): void {
    this.reserve(text.length);
    const { buffer, used } = this;
    for (let i = 0; i < text.length; i++) buffer[used + i] = text.charCodeAt(i);
    this.used = used + text.length;
  }

  text(text: string): void {
    this.reserve(text.length * 3);
    this.used += encoder.encodeInto(text, this.buffer.subarray(this.used)).written;
  }

  /** A JSON string, quoted and escaped. */
  string(text: string): void {
    this.text(JSON.stringify(text));
  }

  /** At most three digits behind the point, none that are zero. */
  number(value: number): void {
    this.reserve(NUMBER_BYTES);
    this.used = value >= 0 && value < SHORT ? short(this.buffer, this.used, value) : this.long(value);
  }

  /** `x,y,x,y,…` of points, as `number` writes them. */
  points(points: readonly (readonly [number, number])[]): void {
    this.reserve(points.length * 2 * (NUMBER_BYTES + 1));
    const { buffer } = this;
    let at = this.used;
    for (let i = 0; i < points.length; i++) {
      const point = points[i];
      for (let axis = 0; axis < 2; axis++) {
        const value = point[axis];
        if (value >= 0 && value < SHORT) at = short(buffer, at, value);
        else {
          this.used = at;
          at = this.long(value);
        }
        buffer[at++] = 0x2c;
      }
    }
    this.used = points.length === 0 ? at : at - 1;
  }

  /** A number of any size at the end; there must be room for it. Returns the position behind it. */
  private long(value: number): number {
    if (!(Math.abs(value) < 1e12)) {
      this.ascii(Number.isFinite(value) ? String(value) : '0');
      return this.used;
    }
    let thousandths = Math.round(value * 1000);
    if (thousandths < 0) {
      this.buffer[this.used++] = 0x2d;
      thousandths = -thousandths;
    }
    const whole = Math.floor(thousandths / 1000);
    let divisor = 1;
    while (divisor * 1000 <= whole) divisor *= 1000;
    let rest = whole;
    for (let table = WHOLE; divisor >= 1; divisor /= 1000, table = GROUP) {
      const group = Math.floor(rest / divisor);
      this.used = put(this.buffer, this.used, table[group]);
      rest -= group * divisor;
    }
    return fraction(this.buffer, this.used, thousandths - whole * 1000);
  }

  private reserve(bytes: number): void {
    if (this.used + bytes <= this.buffer.length) return;
    const larger = new Uint8Array(Math.max(this.buffer.length * 2, this.used + bytes));
    larger.set(this.buffer.subarray(0, this.used));
    this.buffer = larger;
  }
}

/** A number from 0 up to SHORT, in 32-bit integers. Returns the position behind it. */
function short(buffer: Uint8Array, start: number, value: number): number {
  const thousandths = (value * 1000 + 0.5) | 0;
  const whole = (thousandths / 1000) | 0;
  let at = start;
  if (whole < 1000) at = put(buffer, at, WHOLE[whole]);
  else {
    const thousands = (whole / 1000) | 0;
    // 999,999.9996 rounds up to a seventh digit.
    at =
      thousands < 1000 ? put(buffer, at, WHOLE[thousands]) : put(buffer, put(buffer, at, WHOLE[1]), GROUP[0]);
    at = put(buffer, at, GROUP[whole - thousands * 1000]);
  }
  return fraction(buffer, at, thousandths - whole * 1000);
}

/** Three bytes are always written; the position moves on by those that count. */
function put(buffer: Uint8Array, at: number, digits: number): number {
  buffer[at] = digits;
  buffer[at + 1] = digits >>> 8;
  buffer[at + 2] = digits >>> 16;
  return at + (digits >>> 24);
}

function fraction(buffer: Uint8Array, at: number, thousandths: number): number {
  const digits = FRACTION[thousandths];
  buffer[at] = 0x2e;
  put(buffer, at + 1, digits);
  return at + (digits >>> 24);
}
