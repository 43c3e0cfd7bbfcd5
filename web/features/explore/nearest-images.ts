import { readTable } from '../../../shared/tables/read-table.ts';

/** The images nearest to each image, nearest first: those of row r lie from `starts[r]` up to `starts[r + 1]`. */
export class NearestImages {
  readonly starts: Int32Array;
  readonly rows: Int32Array;
  readonly distances: Float64Array;

  constructor(starts: Int32Array, rows: Int32Array, distances: Float64Array) {
    this.starts = starts;
    this.rows = rows;
    this.distances = distances;
  }

  /** From the table that a curation wrote: numbers between spaces, as many of both for an image. */
  static async read(bytes: Uint8Array): Promise<NearestImages> {
    const table = await readTable(bytes, ['neighbours', 'neighbour_distances']);
    const texts = { rows: table.texts('neighbours'), distances: table.texts('neighbour_distances') };
    const starts = new Int32Array(table.rows + 1);
    for (const [row, text] of texts.rows.entries()) starts[row + 1] = starts[row] + countOf(text);
    const rows = new Int32Array(starts[table.rows]);
    const distances = new Float64Array(rows.length);
    for (let row = 0; row < table.rows; row++) {
      write(texts.rows[row], rows, starts[row]);
      write(texts.distances[row], distances, starts[row]);
    }
    return new NearestImages(starts, rows, distances);
  }

  of(row: number): { ids: Int32Array; distances: Float64Array } {
    const [from, to] = [this.starts[row], this.starts[row + 1]];
    return { ids: this.rows.subarray(from, to), distances: this.distances.subarray(from, to) };
  }
}

const SPACE = 32;

function countOf(text: string): number {
  let count = text === '' ? 0 : 1;
  for (let at = 0; at < text.length; at++) if (text.charCodeAt(at) === SPACE) count++;
  return count;
}

function write(text: string, into: Int32Array | Float64Array, at: number): void {
  if (text !== '') for (const part of text.split(' ')) into[at++] = Number(part);
}
