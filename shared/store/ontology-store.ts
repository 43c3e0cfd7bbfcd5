import { OntologyContent } from '../labels/ontology.ts';
import { keys } from './keys.ts';
import { revisionedStore } from './revisioned-store.ts';
import type { TableAccess } from './table/table-access.ts';

export type OntologyStore = ReturnType<typeof ontologyStore>;

export function ontologyStore(access: TableAccess) {
  return revisionedStore<OntologyContent>(
    access,
    { noun: 'ontology', head: keys.ontology, revision: keys.ontologyRevision },
    OntologyContent,
  );
}
