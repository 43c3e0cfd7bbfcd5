import { createRoute } from '@hono/zod-openapi';
import * as z from 'zod';
import { blobKeys } from '../../../shared/blobs/blob-keys.ts';
import { InvalidInput } from '../../../shared/errors.ts';
import { FORMAT_NAMES } from '../../../shared/formats/format.ts';
import { newId } from '../../../shared/ids.ts';
import { ExistingLabels } from '../../../shared/jobs/job-input.ts';
import type { ImportLabelsInput } from '../../../shared/jobs/job-input.ts';
import { projectStore } from '../../../shared/store/project-store.ts';
import { FileName } from '../file-name.ts';
import { json, jsonBody, problems } from '../answers.ts';
import type { ApiDeps } from '../api-deps.ts';
import { JobAnswer, jobAnswer } from '../job-answer.ts';
import { projectAccess } from '../project-access.ts';
import { newRouter } from '../router.ts';
import type { ApiRouter } from '../router.ts';
import { startJob } from '../start-job.ts';

const UPLOAD_SECONDS = 15 * 60;
const CONTENT_TYPE = 'application/octet-stream';

const Id = z.string().min(1).max(128);
const Files = z
  .array(z.strictObject({ name: FileName, size: z.int().min(0) }))
  .min(1)
  .max(200)
  .refine((files) => new Set(files.map(({ name }) => name)).size === files.length, 'Two files have one name.')
  .describe('One zip, or the files of a folder. Images need not be among them.');
const Upload = z.object({
  name: z.string(),
  url: z.string(),
  method: z.literal('PUT'),
  headers: z.record(z.string(), z.string()),
});

const tags = ['imports'];
const createUploads = createRoute({
  method: 'post',
  path: '/imports/uploads',
  tags,
  summary: 'Get links to send label files to, in any of the known formats',
  request: { body: jsonBody(z.strictObject({ projectId: Id, files: Files })) },
  responses: {
    201: json(
      z.object({ uploadId: z.string(), uploads: z.array(Upload) }),
      'Where the files go; the links work for 15 minutes.',
    ),
    ...problems,
  },
});
const createImport = createRoute({
  method: 'post',
  path: '/imports',
  tags,
  summary: 'Bring the labels of uploaded files into the tasks of a project',
  request: {
    body: jsonBody(
      z.strictObject({
        projectId: Id,
        uploadId: Id.regex(/^[\w-]+$/),
        files: Files,
        format: z.enum(FORMAT_NAMES).optional().describe('Recognised when left out.'),
        /** Choices of the format, by name. */
        settings: z.record(z.string().max(64), z.string().max(256)).default({}),
        existing: ExistingLabels.default('keep').describe(
          'Of images that have labels: keep those, replace them by a new revision, or add to them.',
        ),
        addClasses: z.boolean().default(false).describe('Add classes that the ontology lacks to it.'),
        dryRun: z
          .boolean()
          .default(false)
          .describe('Only count what would come and list what would not: nothing is saved.'),
      }),
    ),
  },
  responses: { 202: json(JobAnswer, 'The job does it; its result counts, and lists problems.'), ...problems },
});

export function importRoutes(deps: ApiDeps): ApiRouter {
  const access = projectAccess(deps);
  const projects = projectStore(deps.store);

  return newRouter()
    .openapi(createUploads, async (c) => {
      const { projectId, files } = c.req.valid('json');
      await access.require(c.var.user, projectId, 'attachData');
      await projects.get(projectId);
      const tooLarge = files.find(({ size }) => size > deps.maxUploadBytes);
      if (tooLarge) throw new InvalidInput(`The file "${tooLarge.name}" is too large.`, { path: 'files' });
      const uploadId = newId(deps.store.now());
      const uploads = await Promise.all(
        files.map(async ({ name, size }, index) => ({
          name,
          url: await deps.blobs.signedUrl(blobKeys.importUpload(projectId, uploadId, index), {
            method: 'PUT',
            expiresSeconds: UPLOAD_SECONDS,
            contentType: CONTENT_TYPE,
            contentLength: size,
          }),
          method: 'PUT' as const,
          headers: { 'content-type': CONTENT_TYPE },
        })),
      );
      return c.json({ uploadId, uploads }, 201);
    })
    .openapi(createImport, async (c) => {
      const asked = c.req.valid('json');
      await access.require(c.var.user, asked.projectId, 'attachData');
      const project = await projects.get(asked.projectId);
      if (asked.addClasses) {
        await access.requireInLibrary(c.var.user, 'ontology', project.ontologyId, 'changeOntology');
      }
      const input: ImportLabelsInput = asked;
      const job = await startJob(deps, {
        ownerId: project.id,
        kind: 'import-labels',
        input,
        createdBy: c.var.user.id,
      });
      return c.json(jobAnswer(job), 202);
    });
}
