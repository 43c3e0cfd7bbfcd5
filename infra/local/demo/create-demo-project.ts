import { signInByLink, type ApiClient } from '../../../shared/client/api-client.ts';
import { DEMO_ONTOLOGY, DEMO_PEOPLE, DEMO_WORKFLOW, type DemoPerson } from './demo-definition.ts';

export interface DemoProject {
  datasetId: string;
  projectId: string;
  team: { person: DemoPerson; client: ApiClient }[];
}

/**
 * People, dataset, ontology, workflow and project, as an administrator would make them by hand. What an earlier
 * attempt made before it was cut off is found by its name and used.
 */
export async function createDemoProject(url: string, admin: ApiClient): Promise<DemoProject> {
  const make = async (path: string, body: { name: string; [field: string]: unknown }) => {
    const { body: page } = await admin.call<{ items: { id: string; name: string }[] }>(
      'GET',
      `${path}?limit=100`,
    );
    const known = page.items.find(({ name }) => name === body.name);
    return known?.id ?? (await admin.call<{ id: string }>('POST', path, body)).body.id;
  };
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
  const { body: users } = await admin.call<{ items: { id: string; email: string }[] }>(
    'GET',
    'users?limit=100',
  );
  const team = await Promise.all(
    DEMO_PEOPLE.map(async (person) => {
      const { name, email } = person;
      const known = users.items.find((user) => user.email === email);
      const { body } = await (known
        ? admin.call<{ linkToken: string }>('POST', `users/${known.id}/link`)
        : admin.call<{ linkToken: string }>('POST', 'users', { name, email }));
      const client = await signInByLink(url, body.linkToken);
      await admin.call('PUT', `members/${projectId}/${client.userId}`, { role: person.role });
      return { person, client };
    }),
  );
  return { datasetId, projectId, team };
}
