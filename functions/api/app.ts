import { newId } from '../../shared/ids.ts';
import { problemOf } from '../../shared/lambda/problem.ts';
import type { Problem } from '../../shared/lambda/problem.ts';
import type { ApiDeps } from './api-deps.ts';
import { allowedMethods } from './allowed-methods.ts';
import { idempotency } from './idempotency.ts';
import { limitBody } from './limit-body.ts';
import { openApiDocument } from './openapi/openapi-document.ts';
import { refuseBrokenText } from './refuse-broken-text.ts';
import { renderDocs } from './openapi/render-docs.ts';
import { requireSession } from './require-session.ts';
import { newRouter } from './router.ts';
import type { ApiRouter } from './router.ts';
import { assetRoutes } from './routes/assets.ts';
import { collectionRoutes } from './routes/collections.ts';
import { curationRoutes } from './routes/curations.ts';
import { datasetRoutes } from './routes/datasets.ts';
import { evaluationRoutes } from './routes/evaluations.ts';
import { exportDestinationRoutes } from './routes/export-destinations.ts';
import { exportRoutes } from './routes/exports.ts';
import { gpuBudgetRoutes } from './routes/gpu-budgets.ts';
import { healthRoutes } from './routes/health.ts';
import { importRoutes } from './routes/imports.ts';
import { jobRoutes } from './routes/jobs.ts';
import { meRoutes } from './routes/me.ts';
import { auditRoutes } from './routes/audit.ts';
import { commentRoutes } from './routes/comments.ts';
import { labelHistoryRoutes } from './routes/label-history.ts';
import { labelPreviewRoutes } from './routes/label-previews.ts';
import { labelRoutes } from './routes/labels.ts';
import { memberRoutes } from './routes/members.ts';
import { numberRoutes } from './routes/numbers.ts';
import { objectEventRoutes } from './routes/object-events.ts';
import { ontologyRoutes } from './routes/ontologies.ts';
import { projectRoutes } from './routes/projects.ts';
import { reviewRoutes } from './routes/reviews.ts';
import { taskBulkRoutes } from './routes/task-bulk.ts';
import { taskRoutes } from './routes/tasks.ts';
import { taskWorkRoutes } from './routes/task-work.ts';
import { microModelRoutes } from './routes/micro-models.ts';
import { vectorSetRoutes } from './routes/vector-sets.ts';
import { webhookRoutes } from './routes/webhooks.ts';
import { workflowPreviewRoutes } from './routes/workflow-preview.ts';
import { workflowRoutes } from './routes/workflows.ts';
import { modelRoutes } from './routes/models.ts';
import { predictionSetRoutes } from './routes/prediction-sets.ts';
import { sessionRoutes } from './routes/sessions.ts';
import { snapshotRoutes } from './routes/snapshots.ts';
import { uploadRoutes } from './routes/uploads.ts';
import { userRoutes } from './routes/users.ts';

/** One entry per resource; each is mounted under `/v1`. */
const ROUTES: ((deps: ApiDeps) => ApiRouter)[] = [
  healthRoutes,
  sessionRoutes,
  meRoutes,
  userRoutes,
  datasetRoutes,
  uploadRoutes,
  assetRoutes,
  snapshotRoutes,
  exportRoutes,
  exportDestinationRoutes,
  importRoutes,
  jobRoutes,
  modelRoutes,
  ontologyRoutes,
  workflowRoutes,
  workflowPreviewRoutes,
  projectRoutes,
  gpuBudgetRoutes,
  memberRoutes,
  taskRoutes,
  taskBulkRoutes,
  taskWorkRoutes,
  labelRoutes,
  labelHistoryRoutes,
  labelPreviewRoutes,
  reviewRoutes,
  commentRoutes,
  auditRoutes,
  webhookRoutes,
  numberRoutes,
  predictionSetRoutes,
  evaluationRoutes,
  curationRoutes,
  vectorSetRoutes,
  microModelRoutes,
  collectionRoutes,
];

const MEGABYTE = 1024 * 1024;

/** The whole API, served by the API Lambda and by the local host alike: `createApp(deps).fetch(request)`. */
export function createApp(deps: ApiDeps): ApiRouter {
  const app = newRouter();

  app.use(async (c, next) => {
    const given = c.req.header('x-request-id');
    c.set('requestId', given !== undefined && /^[\w.-]{8,128}$/.test(given) ? given : newId());
    await next();
    c.header('x-request-id', c.var.requestId);
    c.header('x-content-type-options', 'nosniff');
    c.header('referrer-policy', 'no-referrer');
    if (!c.res.headers.has('cache-control')) c.header('cache-control', 'no-store');
  });
  // Label documents and ontologies may be long; everything else is small.
  const mostBytesOf = (path: string) => (/\/(labels|ontologies)(\/|$)/.test(path) ? 64 : 1) * MEGABYTE;
  // First, so that strangers cannot make the server keep long bodies.
  app.use('/v1/*', requireSession(deps));
  app.use('/v1/*', limitBody(mostBytesOf));
  app.use('/v1/*', refuseBrokenText);
  app.use('/v1/*', idempotency(deps));

  for (const routes of ROUTES) app.route('/v1', routes(deps));
  if (deps.objectEvents) app.route('/v1', objectEventRoutes(deps.objectEvents));

  app.get('/v1/openapi.json', (c) => c.json(openApiDocument(app)));
  app.get('/docs', (c) => {
    c.header('content-security-policy', "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'");
    return c.html(renderDocs(openApiDocument(app)));
  });

  app.notFound((c) => {
    const allowed = allowedMethods(app.routes, c.req.path);
    const problem: Problem =
      allowed.length > 0
        ? {
            type: 'urn:lapidary:problem:method-not-allowed',
            title: 'Method not allowed',
            status: 405,
            code: 'method-not-allowed',
            detail: `${c.req.method} does not work here; ${allowed.join(', ')} would.`,
          }
        : {
            type: 'urn:lapidary:problem:no-such-route',
            title: 'Not found',
            status: 404,
            code: 'no-such-route',
            detail: `There is nothing at ${c.req.path}. The documentation at /docs lists what there is.`,
          };
    if (allowed.length > 0) c.header('allow', allowed.join(', '));
    return respond({ ...problem, requestId: c.var.requestId }, c.res.headers);
  });
  app.onError((error, c) => {
    const problem = problemOf(error, c.var.requestId);
    if (problem.status >= 500) {
      deps.log.error(error.message, {
        requestId: c.var.requestId,
        error: error.name,
        stack: error.stack,
        route: `${c.req.method} ${c.req.path}`,
      });
    }
    return respond(problem, c.res.headers);
  });
  return app;
}

function respond(problem: Problem, headers: Headers): Response {
  const kept = new Headers(headers);
  kept.set('content-type', 'application/problem+json');
  return new Response(JSON.stringify(problem), { status: problem.status, headers: kept });
}
