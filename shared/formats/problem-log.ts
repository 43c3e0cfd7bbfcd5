/** One thing that a person must be told about what they brought: which file, where in it, and what is wrong. */
export interface Problem {
  file: string;
  /** A line, a JSON path or the name of an element; empty for the file as a whole. */
  where: string;
  reason: string;
}

/** Collects problems in bounded memory: the first `limit` are kept, the rest are counted. */
export class ProblemLog {
  readonly list: Problem[] = [];
  readonly limit: number;
  total = 0;

  constructor(limit = 10_000) {
    this.limit = limit;
  }

  add(file: string, where: string, reason: string): void {
    this.total++;
    if (this.list.length < this.limit) this.list.push({ file, where, reason });
  }

  /** The kept problems, and one line for those that did not fit. */
  report(): Problem[] {
    const left = this.total - this.list.length;
    if (left === 0) return this.list;
    return [...this.list, { file: '', where: '', reason: `${left} more problems are not listed.` }];
  }
}
