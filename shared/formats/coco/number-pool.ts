const BLOCK = 1 << 18;

/** A growing list of float64 in blocks: appending never copies what is already there. */
export class NumberPool {
  private readonly blocks: Float64Array<ArrayBuffer>[] = [];
  private last: Float64Array<ArrayBuffer> = new Float64Array(0);
  private used = 0;
  length = 0;

  push(value: number): void {
    if (this.used === this.last.length) {
      this.last = new Float64Array(BLOCK);
      this.blocks.push(this.last);
      this.used = 0;
    }
    this.last[this.used++] = value;
    this.length++;
  }

  get(index: number): number {
    return this.blocks[index >> 18][index & (BLOCK - 1)];
  }

  /** Forgets everything from `length` on. */
  truncate(length: number): void {
    while (this.length > length) {
      const drop = Math.min(this.used, this.length - length);
      this.used -= drop;
      this.length -= drop;
      if (this.used === 0 && this.length > length) {
        this.blocks.pop();
        this.last = this.blocks.at(-1) ?? new Float64Array(0);
        this.used = this.last.length;
      }
    }
  }
}
