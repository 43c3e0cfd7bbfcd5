import { readFileSync, renameSync, writeFileSync } from 'node:fs';

/** What `inject-faults.ts` does to a host; the run writes it to a file, the host reads it. */
export interface Controls {
  /** Added to the wall clock. */
  clockOffsetMilliseconds: number;
  /** Before every sync of a file. */
  diskDelayMilliseconds: number;
  /** Writing any file fails with ENOSPC. */
  isDiskFull: boolean;
  /** Worker threads are ended whenever this grows. */
  workerKills: number;
}

export const CALM: Controls = {
  clockOffsetMilliseconds: 0,
  diskDelayMilliseconds: 0,
  isDiskFull: false,
  workerKills: 0,
};

export function writeControls(file: string, controls: Controls): void {
  writeFileSync(`${file}.new`, JSON.stringify(controls));
  renameSync(`${file}.new`, file);
}

export function readControls(file: string): Controls {
  return JSON.parse(readFileSync(file, 'utf8')) as Controls;
}
