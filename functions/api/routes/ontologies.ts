import { createRoute } from '@hono/zod-openapi';
import * as z from 'zod';
import { InvalidInput } from '../../../shared/errors.ts';
import { newId } from '../../../shared/ids.ts';
import { OntologyContent } from '../../../shared/labels/ontology.ts';
import { validateOntology } from '../../../shared/labels/validate-ontology.ts';
import { labelStore } from '../../../shared/store/label-store.ts';
import { ontologyStore } from '../../../shared/store/ontology-store.ts';
import { projectStore } from '../../../shared/store/project-store.ts';
import { taskStore } from '../../../shared/store/tasks/task-store.ts';
import { json, jsonBody, problems } from '../answers.ts';
import type { ApiDeps } from '../api-deps.ts';
import { pageOf, pageQuery } from '../page.ts';
import type { SignedInUser } from '../authenticator.ts';
import { ontologyImpactOf } from '../labels/ontology-impact-of.ts';
import { projectAccess } from '../project-access.ts';
import { refuseDeepBody } from '../refuse-deep-body.ts';
import { etagOf, requireIfMatch } from '../revision.ts';
import { newRouter } from '../router.ts';
import type { ApiRouter } from '../router.ts';

const Name = z.string().trim().min(1).max(256);
const OntologyAnswer = OntologyContent.extend({
  id: z.string(),
  name: z.string(),
  revision: z.number(),
  savedBy: z.string(),
  savedAt: z.string(),
  createdAt: z.string(),
}).meta({ id: 'Ontology' });
const OntologyInput = OntologyContent.extend({ name: Name }).meta({ id: 'OntologyInput' });

/** Seven levels of attributes are 36 levels of JSON. */
const MAX_BODY_DEPTH = 64;

const tags = ['ontologies'];
const params = z.object({ ontologyId: z.string().min(1).max(128) });

const list = createRoute({
  method: 'get',
  path: '/ontologies',
  tags,
  summary: 'Ontologies that you may see',
  request: { query: z.object(pageQuery) },
  responses: {
    200: json(
      pageOf(z.object({ id: z.string(), name: z.string(), revision: z.number(), savedAt: z.string() })),
      'A page of ontologies.',
    ),
    ...problems,
  },
});
const create = createRoute({
  method: 'post',
  path: '/ontologies',
  tags,
  summary: 'Make an ontology',
  middleware: refuseDeepBody(MAX_BODY_DEPTH),
  request: { body: jsonBody(OntologyInput) },
  responses: { 201: json(OntologyAnswer, 'Revision 1.'), ...problems },
});
const get = createRoute({
  method: 'get',
  path: '/ontologies/{ontologyId}',
  tags,
  summary: 'One ontology, at its newest or a certain revision',
  request: { params, query: z.object({ revision: z.coerce.number().int().min(1).optional() }) },
  responses: { 200: json(OntologyAnswer, 'The ontology.'), ...problems },
});
const put = createRoute({
  method: 'put',
  path: '/ontologies/{ontologyId}',
  tags,
  summary: 'Save the next revision; what labels use is archived, not deleted',
  middleware: refuseDeepBody(MAX_BODY_DEPTH),
  request: {
    params,
    headers: z.object({ 'if-match': z.string().optional() }),
    body: jsonBody(OntologyInput),
  },
  responses: { 200: json(OntologyAnswer, 'The new revision.'), ...problems },
});

const impact = createRoute({
  method: 'post',
  path: '/ontologies/{ontologyId}/impact',
  tags,
  summary: 'What saving this would leave without a place in the labels that there are',
  middleware: refuseDeepBody(MAX_BODY_DEPTH),
  request: { params, body: jsonBody(OntologyInput) },
  responses: {
    200: json(
      z.object({
        images: z.number().describe('Labelled images that were read.'),
        isComplete: z.boolean().describe('False: there are more.'),
        impacts: z.array(z.object({ name: z.string(), reason: z.string(), count: z.number() })),
      }),
      'How many labels would not be allowed any more, the most frequent first; nothing is saved.',
    ),
    ...problems,
  },
});

export function ontologyRoutes(deps: ApiDeps): ApiRouter {
  const ontologies = ontologyStore(deps.store);
  const access = projectAccess(deps);
  const projects = projectStore(deps.store);
  const labels = labelStore({ ...deps.store, blobs: deps.blobs });
  const tasks = taskStore(deps.store);

  async function usersOf(user: SignedInUser, ontologyId: string): Promise<string[]> {
    const seen = user.isAdmin
      ? (await projects.list({ limit: 500 })).items
      : (await access.projectsOf(user)).map(({ project }) => project);
    return seen.filter((project) => project.ontologyId === ontologyId).map(({ id }) => id);
  }

  const shown = ({ content, ...rest }: Awaited<ReturnType<typeof ontologies.get>>) => ({
    ...rest,
    ...content,
  });

  function requireSound(ontology: OntologyContent): void {
    const [first, ...more] = validateOntology(ontology);
    if (!first) return;
    const rest = more.length > 0 ? ` (and ${more.length} more)` : '';
    throw new InvalidInput(`${first.where}: ${first.message}${rest}`, {
      ontologyProblems: [first, ...more].slice(0, 50),
    });
  }

  return newRouter()
    .openapi(list, async (c) => {
      const page = await ontologies.list(c.req.valid('query'));
      if (c.var.user.isAdmin) return c.json(page, 200);
      const own = new Set((await access.projectsOf(c.var.user)).map(({ project }) => project.ontologyId));
      return c.json({ ...page, items: page.items.filter((one) => own.has(one.id)) }, 200);
    })
    .openapi(create, async (c) => {
      await access.requireMaker(c.var.user);
      const { name, ...content } = c.req.valid('json');
      requireSound(content);
      const saved = await ontologies.create({
        id: newId(deps.store.now()),
        name,
        content,
        by: c.var.user.id,
      });
      c.header('etag', etagOf(saved.revision));
      return c.json(shown(saved), 201);
    })
    .openapi(get, async (c) => {
      const { ontologyId } = c.req.valid('param');
      await access.requireInLibrary(c.var.user, 'ontology', ontologyId, 'viewProject');
      const saved = await ontologies.get(ontologyId, c.req.valid('query').revision);
      c.header('etag', etagOf(saved.revision));
      return c.json(shown(saved), 200);
    })
    .openapi(impact, async (c) => {
      const { ontologyId } = c.req.valid('param');
      await access.requireInLibrary(c.var.user, 'ontology', ontologyId, 'changeOntology');
      const { content: before } = await ontologies.get(ontologyId);
      const { name: _, ...after } = c.req.valid('json');
      const projectIds = await usersOf(c.var.user, ontologyId);
      return c.json(await ontologyImpactOf(projectIds, { before, after }, { labels, tasks }), 200);
    })
    .openapi(put, async (c) => {
      const { ontologyId } = c.req.valid('param');
      await access.requireInLibrary(c.var.user, 'ontology', ontologyId, 'changeOntology');
      const revision = requireIfMatch(c.req.valid('header')['if-match']);
      const { name, ...content } = c.req.valid('json');
      requireSound(content);
      const saved = await ontologies.update(ontologyId, revision, { name, content, by: c.var.user.id });
      c.header('etag', etagOf(saved.revision));
      return c.json(shown(saved), 200);
    });
}
