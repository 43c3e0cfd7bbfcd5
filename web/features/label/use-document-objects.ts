import { useEffect, useMemo, useState } from 'react';
import type { LabelObject } from '../../../shared/labels/label-object.ts';
import type { DocumentStore } from '../../editor/document/document-store.ts';

/** The objects of the document as they are now, in its order; none while there is no document. */
export function useDocumentObjects(store: DocumentStore | undefined): LabelObject[] {
  const [known, setKnown] = useState(() => ({ store, objects: objectsOf(store) }));
  useEffect(() => store?.subscribe(() => setKnown({ store, objects: objectsOf(store) })), [store]);
  const current = useMemo(() => (known.store === store ? known.objects : objectsOf(store)), [known, store]);
  return current;
}

const objectsOf = (store: DocumentStore | undefined): LabelObject[] => (store ? [...store.all()] : []);
