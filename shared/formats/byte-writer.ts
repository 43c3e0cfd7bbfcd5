const encoder = new TextEncoder();

/**
 * Collects output as bytes and hands it out in chunks of about 256 KB. Writing digits straight into a buffer is what
 * makes large exports several times faster than building strings.
 */
export class ByteWriter {
  private buffer: Uint8Array<ArrayBuffer>;
  private used = 0;

  constructor(size = 512 * 1024) {
    this.buffer = new Uint8Array(size);
  }

  /** Whether it is time to `take`. */
  get isFull(): boolean {
    return this.used >= 256 * 1024;
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
    for (let i = 0; i < text.length; i++) this.buffer[this.used + i] = text.charCodeAt(i);
    this.used += text.length;
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
    this.reserve(32);
    if (!(Math.abs(value) < 1e12)) {
      this.ascii(Number.isFinite(value) ? String(value) : '0');
      return;
    }
    const buffer = this.buffer;
    let thousandths = Math.round(value * 1000);
    if (thousandths < 0) {
      buffer[this.used++] = 0x2d;
      thousandths = -thousandths;
    }
    const whole = Math.floor(thousandths / 1000);
    let fraction = thousandths - whole * 1000;
    this.digits(whole);
    if (fraction === 0) return;
    buffer[this.used++] = 0x2e;
    const tens = Math.floor(fraction / 100);
    buffer[this.used++] = 0x30 + tens;
    fraction -= tens * 100;
    if (fraction === 0) return;
    const ones = Math.floor(fraction / 10);
    buffer[this.used++] = 0x30 + ones;
    fraction -= ones * 10;
    if (fraction !== 0) buffer[this.used++] = 0x30 + fraction;
  }

  private digits(whole: number): void {
    let divisor = 1;
    while (divisor * 10 <= whole) divisor *= 10;
    let rest = whole;
    for (; divisor >= 1; divisor /= 10) {
      const digit = Math.floor(rest / divisor);
      this.buffer[this.used++] = 0x30 + digit;
      rest -= digit * divisor;
    }
  }

  private reserve(bytes: number): void {
    if (this.used + bytes <= this.buffer.length) return;
    const larger = new Uint8Array(Math.max(this.buffer.length * 2, this.used + bytes));
    larger.set(this.buffer.subarray(0, this.used));
    this.buffer = larger;
  }
}
