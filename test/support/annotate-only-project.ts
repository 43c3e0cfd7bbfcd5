import { expect } from 'vitest';
import type { TestApi } from './start-api.ts';

interface OntologyClass {
  id: string;
  name: string;
  shape: string;
  color: string;
}

/** A project with one empty dataset, made by the API as a person makes it: what is annotated there is complete. */
export async function annotateOnlyProject(
  api: TestApi,
  name: string,
  classes: OntologyClass[],
): Promise<{ projectId: string; datasetId: string }> {
  const make = async (path: string, body: unknown): Promise<string> => {
    const answer = await api.asAdmin('POST', `/v1/${path}`, body);
    expect(answer).toMatchObject({ status: 201 });
    return answer.body.id;
  };
  const pathways = (pathway: string, to: string) => [{ name: pathway, to }];
  const datasetId = await make('datasets', { name });
  const ontologyId = await make('ontologies', { name: `Classes of ${name}`, classes });
  const workflowId = await make('workflows', {
    name: 'Plain',
    stages: [
      { id: 'start', kind: 'start', name: 'Start', pathways: pathways('next', 'annotate') },
      { id: 'annotate', kind: 'annotate', name: 'Annotate', pathways: pathways('submitted', 'complete') },
      { id: 'complete', kind: 'complete', name: 'Complete' },
    ],
  });
  const projectId = await make('projects', { name, datasetIds: [datasetId], ontologyId, workflowId });
  return { projectId, datasetId };
}
