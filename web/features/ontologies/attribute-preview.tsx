import { Text } from '@mantine/core';
import { useState } from 'react';
import type { OntologyClass } from '../../../shared/labels/ontology.ts';
import { AttributeForm } from '../label/panels/attribute-form.tsx';

/** The form that annotators get, as it is being written. */
export function AttributePreview({ attributes }: { attributes: OntologyClass['attributes'] }) {
  const [values, setValues] = useState({});
  if (attributes.length === 0) {
    return (
      <Text size="xs" c="dimmed">
        No attributes: drawing the object is all.
      </Text>
    );
  }
  return <AttributeForm attributes={attributes} values={values} isReadOnly={false} onChange={setValues} />;
}
