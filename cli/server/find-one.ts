import { InvalidInput } from '../../shared/errors.ts';
import type { ApiClient } from '../../shared/client/api-client.ts';
import { listAll } from './list-all.ts';

interface Named {
  id: string;
  name: string;
}

/**
 * A dataset, project or snapshot by its id or its name, as people type it.
 *
 * @param path the list to look in: `projects`, `snapshots?projectId=…`
 * @throws InvalidInput when nothing or more than one thing has that name
 */
export async function findOne<T extends Named>(client: ApiClient, path: string, wanted: string): Promise<T> {
  const all = await listAll<T>(client, path);
  const byId = all.find((item) => item.id === wanted);
  if (byId !== undefined) return byId;
  const byName = all.filter((item) => item.name === wanted);
  const noun = path.split('?')[0].replace(/s$/, '');
  if (byName.length === 1) return byName[0];
  if (byName.length > 1) {
    throw new InvalidInput(`${byName.length} ${noun}s are called "${wanted}"; name one by its id.`);
  }
  const known = all.slice(0, 8).map((item) => `"${item.name}"`);
  throw new InvalidInput(
    `There is no ${noun} "${wanted}"; ${known.length === 0 ? 'there are none yet' : `there is ${known.join(', ')}`}.`,
  );
}
