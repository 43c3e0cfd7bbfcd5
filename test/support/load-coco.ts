import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const SCRIPT = fileURLToPath(new URL('../interop/load-coco.py', import.meta.url));
/** A Python that has pycocotools; the checks that need one are left out without it. */
const PYTHON = process.env.LAPIDARY_PYTHON ?? 'python3';

export interface LoadedCoco {
  images: [fileName: string, width: number, height: number][];
  categories: string[];
  boxes: number[][];
  areas: number[];
  crowds: number[];
  maskPixels: number[];
}

let isThere: boolean | undefined;

/** What pycocotools makes of a COCO file; undefined, with a message, where there is no pycocotools. */
export function loadCoco(bytes: Uint8Array): LoadedCoco | undefined {
  if (isThere === undefined) {
    try {
      execFileSync(PYTHON, ['-c', 'import pycocotools.coco'], { stdio: 'ignore' });
      isThere = true;
    } catch {
      isThere = false;
      console.warn('Left out: pycocotools is not installed. Name a Python that has it in LAPIDARY_PYTHON.');
    }
  }
  if (!isThere) return undefined;
  const folder = mkdtempSync(join(tmpdir(), 'lapidary-coco-'));
  try {
    const file = join(folder, 'instances.json');
    writeFileSync(file, bytes);
    return JSON.parse(execFileSync(PYTHON, [SCRIPT, file], { encoding: 'utf8' })) as LoadedCoco;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
