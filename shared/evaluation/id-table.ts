/** Ids of images or categories; COCO's are numbers, some tools write text. */
export type Id = number | string;

/**
 * Gives every text id a negative number below all real ids, so that columns hold numbers only. Numbers stay what
 * they are. Shared by the two files of one evaluation.
 */
export class IdTable {
  private readonly codes = new Map<string, number>();
  private readonly texts: string[] = [];

  codeOf(id: Id): number {
    if (typeof id === 'number') return id;
    let code = this.codes.get(id);
    if (code === undefined) {
      code = -Number.MAX_SAFE_INTEGER + this.texts.length;
      this.codes.set(id, code);
      this.texts.push(id);
    }
    return code;
  }

  idOf(code: number): Id {
    return this.texts[code + Number.MAX_SAFE_INTEGER] ?? code;
  }

  /** Numbers ascending, then texts by code point, as `sorted` orders either of them. */
  compare(a: number, b: number): number {
    const [x, y] = [this.idOf(a), this.idOf(b)];
    if (typeof x === 'number' && typeof y === 'number') return x - y;
    if (typeof x === typeof y) return x < y ? -1 : x > y ? 1 : 0;
    return typeof x === 'number' ? -1 : 1;
  }
}
