import { createRoute } from '@hono/zod-openapi';
import * as z from 'zod';
import { routeStore } from '../../../shared/store/route-store.ts';
import { taskStore } from '../../../shared/store/tasks/task-store.ts';
import { requireSoundWorkflow } from '../../../shared/workflow/require-sound-workflow.ts';
import { WorkflowDocument } from '../../../shared/workflow/workflow-document.ts';
import { json, jsonBody, problems } from '../answers.ts';
import type { ApiDeps } from '../api-deps.ts';
import { projectAccess } from '../project-access.ts';
import { newRouter } from '../router.ts';
import type { ApiRouter } from '../router.ts';
import { SimulationAnswer } from '../simulation-answer.ts';
import { previewWorkflow } from '../tasks/preview-workflow.ts';

const preview = createRoute({
  method: 'post',
  path: '/projects/{projectId}/workflow-preview',
  tags: ['workflows'],
  summary: 'What would an edited workflow do with the tasks of this project? Nothing is changed',
  request: {
    params: z.object({ projectId: z.string().min(1).max(128) }),
    body: jsonBody(
      z.strictObject({
        workflow: WorkflowDocument,
        /** Old stage ids to new ones; stages that keep their id need not be named. */
        stages: z.record(z.string().max(64), z.string().max(64)).default({}),
        rejectionRate: z.number().min(0).max(1).default(0.2),
        agreementRate: z.number().min(0).max(1).default(0.8),
      }),
    ),
  },
  responses: {
    200: json(
      z
        .object({
          tasks: z.number(),
          moves: z
            .array(
              z.object({
                from: z.string(),
                to: z.string().optional(),
                tasks: z.number(),
                refusal: z.string().optional(),
              }),
            )
            .describe(
              'Where the tasks of each stage would stand after `moveToRevision`, or why they cannot.',
            ),
          simulation: SimulationAnswer.describe(
            'Where tasks that have not ended go from there, 2,000 of them at most; routers keep what they decided.',
          ),
        })
        .meta({ id: 'WorkflowPreview' }),
      'The dry run.',
    ),
    ...problems,
  },
});

export function workflowPreviewRoutes(deps: ApiDeps): ApiRouter {
  const access = projectAccess(deps);
  const tasks = taskStore(deps.store);
  const routes = routeStore(deps.store);

  return newRouter().openapi(preview, async (c) => {
    const { projectId } = c.req.valid('param');
    await access.require(c.var.user, projectId, 'changeWorkflow');
    const { workflow, stages, ...assumptions } = c.req.valid('json');
    requireSoundWorkflow(workflow);
    return c.json(
      await previewWorkflow({ projectId, workflow, stages, assumptions }, { tasks, routes }),
      200,
    );
  });
}
