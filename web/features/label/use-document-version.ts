import { useEffect, useState } from 'react';
import type { DocumentStore } from '../../editor/document/document-store.ts';

/** A number that rises with every change of the document: what panels depend on. */
export function useDocumentVersion(store: DocumentStore): number {
  const [version, setVersion] = useState(0);
  useEffect(() => store.subscribe(() => setVersion((value) => value + 1)), [store]);
  return version;
}
