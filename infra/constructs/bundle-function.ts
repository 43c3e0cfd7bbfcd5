import { cpSync, existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { isBundleFresh, rememberBundle } from './bundle-cache.ts';

const root = join(import.meta.dirname, '..', '..');

/** Packages with native code: copied beside the bundle as they are, because a bundler cannot follow them. */
const NATIVE: Record<string, string[]> = {
  sharp: [
    'sharp',
    '@img/colour',
    '@img/sharp-linux-x64',
    '@img/sharp-libvips-linux-x64',
    'detect-libc',
    'semver',
  ],
  'onnxruntime-node': ['onnxruntime-node', 'onnxruntime-common'],
};

/** Of packages that hold every platform, only what Lambda needs. */
const LEFT_OUT =
  /onnxruntime-node\/(bin\/napi-v\d+\/(?!linux(\/x64(\/|$)|$))|script\/|lib\/)|libonnxruntime_providers_(cuda|tensorrt)/;
/** The model that comes along, beside functions that know of models. */
const BUNDLED_MODEL = join('models', 'sam', 'nano');

export interface FunctionBundle {
  /** A folder ready to be zipped: `index.mjs` and, where needed, `node_modules`. */
  folder: string;
}

/** What this process has looked at already: the stages of one synthesis share their functions. */
const bundled = new Set<string>();

/**
 * Bundles `functions/<name>/handler.ts` for Lambda with esbuild; no Docker, no network. Names are kept
 * (`keepNames`), because state machines match errors by the names of their classes. The SDK is bundled too: the
 * runtime's own copy is older than the one that was tested. What was bundled before from the same files is used again:
 * a deployment synthesizes more than once.
 */
export function bundleFunction(name: string, outRoot = join(root, 'dist', 'functions')): FunctionBundle {
  const folder = join(outRoot, name);
  if (bundled.has(folder)) return { folder };
  bundled.add(folder);
  const note = `${folder}.inputs.json`;
  if (isBundleFresh(note)) return { folder };
  rmSync(note, { force: true });
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const { metafile } = buildSync({
    absWorkingDir: root,
    entryPoints: [join('functions', name, 'handler.ts')],
    outfile: join(folder, 'index.mjs'),
    bundle: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    minifySyntax: true,
    minifyWhitespace: true,
    keepNames: true,
    sourcemap: false,
    metafile: true,
    logLevel: 'error',
    external: Object.keys(NATIVE),
    // CommonJS packages inside an ES module still ask for these.
    banner: {
      js: "import{createRequire as __r}from'node:module';const require=__r(import.meta.url);const __filename=import.meta.filename,__dirname=import.meta.dirname;",
    },
  });
  const inputs = Object.values(metafile.outputs).flatMap((output) => output.imports);
  for (const [packageName, parts] of Object.entries(NATIVE)) {
    if (!inputs.some((input) => input.external === true && input.path === packageName)) continue;
    for (const part of parts) copyPackage(part, folder);
  }
  if ('shared/models/model-library.ts' in metafile.inputs) {
    cpSync(join(root, BUNDLED_MODEL), join(folder, 'models', 'nano'), { recursive: true });
  }
  const sources = Object.keys(metafile.inputs).map((file) => join(root, file));
  rememberBundle(note, [
    ...sources,
    import.meta.filename,
    join(root, 'package-lock.json'),
    join(root, BUNDLED_MODEL),
    join(folder, 'index.mjs'),
  ]);
  return { folder };
}

function copyPackage(name: string, folder: string): void {
  const from = join(root, 'node_modules', name);
  if (!existsSync(from)) {
    throw new Error(
      `${name} is not installed for Linux on x64; run npm ci --os=linux --cpu=x64 before deploying.`,
    );
  }
  cpSync(from, join(folder, 'node_modules', name), {
    recursive: true,
    dereference: true,
    filter: (source) => !LEFT_OUT.test(source),
  });
}
