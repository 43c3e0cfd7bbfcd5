/**
 * The floors of the house: imports point down only.
 * geometry <- labels <- formats, evaluation, curation, workflow, snapshots
 *          <- store and seams <- functions <- infra, cli. web imports the pure floors only.
 */
const PURE = 'geometry|labels|formats|evaluation|curation|workflow|snapshots';
const DECODING =
  '^shared/models/(image-embedding|half-float|model-frame|prompt-tensors|mask-from-logits|segmenter-profile|segment-prompt|tensor)\\.ts$';
const SEAMS = 'store|blobs|workflows|models|queue|lambda';

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'geometry-is-the-ground-floor',
      severity: 'error',
      from: { path: '^shared/geometry/' },
      to: { path: '^(shared|functions|infra|cli|web)/', pathNot: '^shared/(geometry/|errors\\.ts)' },
    },
    {
      name: 'labels-rest-on-geometry',
      severity: 'error',
      from: { path: '^shared/labels/' },
      to: { path: '^(shared|functions|infra|cli|web)/', pathNot: '^shared/(geometry/|labels/|errors\\.ts)' },
    },
    {
      name: 'pure-floors-do-not-reach-up',
      severity: 'error',
      from: { path: `^shared/(${PURE})/`, pathNot: '\\.test\\.ts$' },
      to: { path: `^(shared/(${SEAMS})|functions|infra|cli|web)/` },
    },
    {
      name: 'shared-does-not-reach-up',
      severity: 'error',
      from: { path: '^shared/', pathNot: '\\.test\\.ts$' },
      to: { path: '^(functions|infra|cli|web)/' },
    },
    {
      name: 'functions-do-not-reach-up',
      severity: 'error',
      from: { path: '^functions/', pathNot: '\\.test\\.ts$' },
      to: { path: '^(infra|cli|web)/' },
    },
    {
      name: 'web-imports-pure-floors-only',
      severity: 'error',
      from: { path: '^web/', pathNot: '\\.test\\.tsx?$' },
      // Clicks are answered in the browser by the arithmetic that answers them on a server.
      to: { path: `^(shared/(${SEAMS})|functions|infra|cli)/`, pathNot: DECODING },
    },
    {
      name: 'editor-knows-no-react-and-no-api',
      severity: 'error',
      from: { path: '^web/editor/' },
      to: { path: '^web/(api|features)/|node_modules/(react|@mantine)' },
    },
    {
      name: 'no-unresolvable',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '^(virtual:|node:)|\\?url$' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.json'],
    },
  },
};
