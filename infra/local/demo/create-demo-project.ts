import { signInByLink, type ApiClient } from '../../../shared/client/api-client.ts';
import { DEMO_ONTOLOGY, DEMO_PEOPLE, DEMO_WORKFLOW, type DemoPerson } from './demo-definition.ts';

export interface DemoProject {
  datasetId: string;
  projectId: string;
  team: { person: DemoPerson; client: ApiClient }[];
}

/** People, dataset, ontology, workflow and project, as an administrator would make them by hand. */
export async function createDemoProject(url: string, admin: ApiClient): Promise<DemoProject> {
  const make = async (path: string, body: unknown) =>
    (await admin.call<{ id: string }>('POST', path, body)).body.id;
  const datasetId = await make('datasets', {
    name: 'Gemstones',
    description:
      'Trays of gemstones, rendered for this demo; some blurry, dark, repeated or broken on purpose.',
  });
  const ontologyId = await make('ontologies', { name: 'Gemstones', ...DEMO_ONTOLOGY });
  const workflowId = await make('workflows', DEMO_WORKFLOW);
  const projectId = await make('projects', {
    name: 'Gemstones',
    datasetIds: [datasetId],
    ontologyId,
    workflowId,
  });
  const team = await Promise.all(
    DEMO_PEOPLE.map(async (person) => {
      const { name, email } = person;
      const { body } = await admin.call<{ user: { id: string }; linkToken: string }>('POST', 'users', {
        name,
        email,
      });
      await admin.call('PUT', `members/${projectId}/${body.user.id}`, { role: person.role });
      return { person, client: await signInByLink(url, body.linkToken) };
    }),
  );
  return { datasetId, projectId, team };
}
