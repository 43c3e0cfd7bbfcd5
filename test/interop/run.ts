// Compares with the tools that people judge by: `npm run test:interop`. Makes a Python environment under .venv/ on
// first use (about two minutes), writes the goldens again with the reference implementations, loads what we export.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { pythonWith } from '../support/python-venv.ts';

const PACKAGES = [
  'numpy==2.4.6',
  'scipy==1.17.1',
  'pycocotools==2.0.11',
  'opencv-python-headless==5.0.0.93',
  'pillow==13.0.0',
  'ImageHash==4.3.2',
  'scikit-learn==1.9.1',
  'umap-learn==0.5.12',
  'sacrebleu==2.6.0',
  'rouge-score==0.1.2',
  'pycocoevalcap==1.2',
];

const python = await pythonWith(PACKAGES);
if (python === undefined) {
  console.error('Left out: this machine has no python3 with venv.');
} else {
  const root = join(import.meta.dirname, '..', '..');
  const { status } = spawnSync(
    join(root, 'node_modules', '.bin', 'vitest'),
    ['run', 'test/interop', 'test/integration/main-job.test.ts'],
    { cwd: root, stdio: 'inherit', env: { ...process.env, LAPIDARY_PYTHON: python } },
  );
  process.exitCode = status ?? 1;
}
