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

// Readers of other projects, with all that they bring along: about 900 MB and some minutes, so only with `--formats`.
// Ultralytics' check runs as well where PyTorch, torchvision and `ultralytics` are added to that environment.
const READERS = [
  'pycocotools==2.0.11',
  'supervision==0.31.2',
  'label-studio-converter==0.0.59',
  'datumaro==1.13.12',
];

/** Judges of regions, which want an older NumPy than the rest. */
const REGIONS = ['pycocotools==2.0.11', 'tidecv==1.0.1', 'panopticapi-lite==0.2.0'];

/** Reads the API's own document and tries what it allows. */
const FUZZER = ['schemathesis==4.32.5'];

const python = await pythonWith(PACKAGES);
const regions = await pythonWith(REGIONS);
const fuzzer = await pythonWith(FUZZER);
const readers = process.argv.includes('--formats') ? await pythonWith(READERS) : undefined;
if (python === undefined) {
  console.error('Left out: this machine has no python3 with venv.');
} else {
  const root = join(import.meta.dirname, '..', '..');
  const { status } = spawnSync(
    join(root, 'node_modules', '.bin', 'vitest'),
    ['run', 'test/interop', 'test/integration/main-job.test.ts'],
    {
      cwd: root,
      stdio: 'inherit',
      env: {
        ...process.env,
        LAPIDARY_PYTHON: python,
        LAPIDARY_REGIONS_PYTHON: regions,
        LAPIDARY_SCHEMATHESIS_PYTHON: fuzzer,
        ...(readers === undefined ? {} : { LAPIDARY_FORMATS_PYTHON: readers }),
      },
    },
  );
  process.exitCode = status ?? 1;
}
