import { useEffect, useState } from 'react';
import type { LabelObject } from '../../../shared/labels/label-object.ts';
import type { DocumentStore } from '../../editor/document-store.ts';

/** The objects of the document as they are now, in its order. */
export function useDocumentObjects(store: DocumentStore): LabelObject[] {
  const [objects, setObjects] = useState(() => [...store.all()]);
  useEffect(() => store.subscribe(() => setObjects([...store.all()])), [store]);
  return objects;
}
