const BLOCK = 1 << 18;

type Block = Float64Array<ArrayBuffer> | Int32Array<ArrayBuffer>;

/** A growing list of numbers in blocks: appending never copies what is already there. */
export class NumberPool {
  private readonly make: (length: number) => Block;
  private readonly blocks: Block[] = [];
  private last: Block;
  private used = 0;
  length = 0;

  constructor(make: (length: number) => Block) {
    this.make = make;
    this.last = make(0);
  }

  push(value: number): void {
    if (this.used === this.last.length) {
      this.last = this.make(BLOCK);
      this.blocks.push(this.last);
      this.used = 0;
    }
    this.last[this.used++] = value;
    this.length++;
  }

  get(index: number): number {
    return this.blocks[index >> 18][index & (BLOCK - 1)];
  }

  set(index: number, value: number): void {
    this.blocks[index >> 18][index & (BLOCK - 1)] = value;
  }

  /** Forgets everything from `length` on. */
  truncate(length: number): void {
    while (this.length > length) {
      const drop = Math.min(this.used, this.length - length);
      this.used -= drop;
      this.length -= drop;
      if (this.used === 0 && this.length > length) {
        this.blocks.pop();
        this.last = this.blocks.at(-1) ?? this.make(0);
        this.used = this.last.length;
      }
    }
  }
}
