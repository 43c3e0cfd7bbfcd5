import { readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/** What `inject-faults.ts` does to a host; the run writes it to a file, the host reads it. */
export interface Controls {
  /** Added to the wall clock. */
  clockOffsetMilliseconds: number;
  /** Before every sync of a file. */
  diskDelayMilliseconds: number;
  /** Writing any file fails with ENOSPC. */
  isDiskFull: boolean;
  /** The processes of models are killed whenever this grows. */
  workerKills: number;
}

/** How often a fault was felt inside one host; each host keeps its own file. */
export interface Effects {
  workersEnded: number;
  syncsDelayed: number;
  /** Feigned, or by the file system itself. */
  writesWithoutSpace: number;
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

/** Beside the controls; one file per process, since any may be killed. */
export function writeEffects(controlsFile: string, effects: Effects): void {
  writeFileSync(`${controlsFile}.effects-${process.pid}-${performance.timeOrigin}`, JSON.stringify(effects));
}

/** Of all hosts of the run together. */
export function readEffects(controlsFile: string): Effects {
  const sum: Effects = { workersEnded: 0, syncsDelayed: 0, writesWithoutSpace: 0 };
  const folder = dirname(controlsFile);
  for (const name of readdirSync(folder)) {
    if (!name.startsWith(`${basename(controlsFile)}.effects-`)) continue;
    try {
      const one = JSON.parse(readFileSync(join(folder, name), 'utf8')) as Effects;
      sum.workersEnded += one.workersEnded;
      sum.syncsDelayed += one.syncsDelayed;
      sum.writesWithoutSpace += one.writesWithoutSpace;
    } catch {
      // Cut off in the middle of writing: less is counted than happened.
    }
  }
  return sum;
}
