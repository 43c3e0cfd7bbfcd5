import { Group, TextInput } from '@mantine/core';
import type { OntologyClassification } from '../../../shared/labels/ontology.ts';
import { ArchiveButton } from './archive-button.tsx';
import { AttributeEditor } from './attribute-editor.tsx';

interface QuestionFormProps {
  item: OntologyClassification;
  onChange: (item: OntologyClassification) => void;
}

/** A question about the whole image, and what may be answered. */
export function QuestionForm({ item, onChange }: QuestionFormProps) {
  return (
    <section className="card card-pad" aria-label="Question about the image">
      <Group align="flex-end" gap="xs" wrap="nowrap" mb="md">
        <TextInput
          label="Name"
          className="grow"
          value={item.name}
          onChange={(event) => onChange({ ...item, name: event.currentTarget.value })}
        />
        <ArchiveButton
          isArchived={item.archived}
          onToggle={() => onChange({ ...item, archived: !item.archived })}
        />
      </Group>
      <AttributeEditor
        attributes={item.attributes}
        depth={1}
        onChange={(attributes) => onChange({ ...item, attributes })}
      />
    </section>
  );
}
