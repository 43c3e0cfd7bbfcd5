import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '..', '..');
const coco20 = join(root, '..', 'shared', 'fixtures', 'coco20');
const labels = join(coco20, 'instances.json');
/** A Python with the readers of other projects; what it lacks is left out. `npm run test:interop -- --formats`. */
const python = process.env['LAPIDARY_FORMATS_PYTHON'];

test.skipIf(python === undefined || !existsSync(labels))(
  'other tools read our exports: every image, every object',
  { timeout: 600_000 },
  async () => {
    const out = await mkdtemp(join(tmpdir(), 'lapidary-formats-'));
    try {
      const exports = [
        ...['coco', 'yolo', 'voc', 'cvat', 'datumaro', 'label-studio'].map((format) => [format, format]),
        ['yolo', 'yolo-detect', '--set', 'task=detect'],
      ];
      for (const [format, folder, ...more] of exports) {
        const options = ['--to', format, '--out', join(out, folder), '--images', 'copy', ...more];
        const cli = join(root, 'cli', 'lapidary.mjs');
        const { status, stderr } = spawnSync(
          process.execPath,
          [cli, 'convert', labels, '--images-folder', coco20, ...options],
          { encoding: 'utf8' },
        );
        expect(status, stderr).toBe(0);
      }
      const script = join(import.meta.dirname, 'formats-load.py');
      const read = spawnSync(python ?? '', [script, out, labels], {
        encoding: 'utf8',
        env: { ...process.env, YOLO_AUTOINSTALL: 'false', YOLO_OFFLINE: 'true', YOLO_CONFIG_DIR: out },
      });
      console.log(
        read.stdout
          .split('\n')
          .filter((line) => /^(ok|skip|FAIL) /.test(line))
          .join('\n'),
      );
      expect(read.status, read.stdout + read.stderr).toBe(0);
      expect(read.stdout).toMatch(/^ok /m);
    } finally {
      await rm(out, { recursive: true, force: true });
    }
  },
);
