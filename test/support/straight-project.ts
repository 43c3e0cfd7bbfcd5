import type { OntologyContent } from '../../shared/labels/ontology.ts';
import { ontologyStore } from '../../shared/store/ontology-store.ts';
import { projectStore } from '../../shared/store/project-store.ts';
import { workflowStore } from '../../shared/store/workflow-store.ts';
import type { TestApi } from './start-api.ts';

/** A box and a polygon class, as most tests of labels need them. */
export const RUBY_AND_OPAL = {
  classes: [
    { id: 'c1', name: 'ruby', shape: 'box', color: '#ff0000', attributes: [], archived: false },
    { id: 'c2', name: 'opal', shape: 'polygon', color: '#00ff00', attributes: [], archived: false },
  ],
  classifications: [],
} satisfies OntologyContent;

/** A project with one empty dataset, whose images are annotated and then complete; its ontology's id is `o`. */
export async function straightProject(
  api: TestApi,
  projectId: string,
  content: OntologyContent,
): Promise<{ datasetId: string }> {
  const by = 'admin';
  const datasetId = (await api.asAdmin('POST', '/v1/datasets', { name: 'Trays' })).body.id;
  await ontologyStore(api.store).create({ id: 'o', name: 'Gems', by, content });
  const stage = { settings: {}, pathways: [] as { name: string; to: string }[] };
  await workflowStore(api.store).create({
    id: 'w',
    name: 'Straight',
    by,
    content: {
      name: 'Straight',
      stages: [
        { ...stage, id: 's', kind: 'start', name: 'Start', pathways: [{ name: 'next', to: 'a' }] },
        { ...stage, id: 'a', kind: 'annotate', name: 'Draw', pathways: [{ name: 'submitted', to: 'c' }] },
        { ...stage, id: 'c', kind: 'complete', name: 'Complete' },
      ],
    } as never,
  });
  await projectStore(api.store).create({
    id: projectId,
    name: 'Gems',
    datasetIds: [datasetId],
    ontologyId: 'o',
    workflowId: 'w',
    workflowRevision: 1,
    status: 'active',
    rejectionReasons: [],
    createdBy: by,
  });
  return { datasetId };
}
