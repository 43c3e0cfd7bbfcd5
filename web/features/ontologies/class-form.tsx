import { ColorInput, Group, Select, TextInput, Title } from '@mantine/core';
import type { OntologyClass } from '../../../shared/labels/ontology.ts';
import type { ShapeType } from '../../../shared/labels/shape.ts';
import { ArchiveButton } from './archive-button.tsx';
import { AttributeEditor } from './attribute-editor.tsx';
import { CLASS_COLORS, SHAPE_LABELS } from './shape-labels.ts';
import { SkeletonEditor } from './skeleton-editor.tsx';

/** A class: its name, shape, colour and attributes. */
export function ClassForm({
  item,
  onChange,
}: {
  item: OntologyClass;
  onChange: (item: OntologyClass) => void;
}) {
  return (
    <section className="card card-pad" aria-label="Class">
      <Group align="flex-end" gap="xs" wrap="nowrap">
        <TextInput
          label="Name"
          className="grow"
          value={item.name}
          onChange={(event) => onChange({ ...item, name: event.currentTarget.value })}
        />
        <Select
          label="Shape"
          w={140}
          allowDeselect={false}
          value={item.shape}
          data={Object.entries(SHAPE_LABELS).map(([value, label]) => ({ value, label }))}
          onChange={(value) => {
            const shape = (value ?? 'box') as ShapeType;
            const skeleton =
              shape === 'keypoints'
                ? (item.skeleton ?? { points: [{ name: 'Point 1' }], edges: [] })
                : undefined;
            onChange({ ...item, shape, skeleton });
          }}
        />
        <ColorInput
          label="Colour"
          size="xs"
          w={130}
          format="hex"
          eyeDropperButtonProps={{ 'aria-label': 'Take a colour from the screen' }}
          swatches={CLASS_COLORS}
          value={item.color}
          onChange={(color) => {
            if (/^#[0-9a-f]{6}$/i.test(color)) onChange({ ...item, color });
          }}
        />
        <ArchiveButton
          isArchived={item.archived}
          onToggle={() => onChange({ ...item, archived: !item.archived })}
        />
      </Group>
      {item.shape === 'keypoints' && item.skeleton !== undefined && (
        <SkeletonEditor skeleton={item.skeleton} onChange={(skeleton) => onChange({ ...item, skeleton })} />
      )}
      <Title order={3} mt="md" mb="xs">
        Attributes
      </Title>
      <AttributeEditor
        attributes={item.attributes}
        depth={1}
        onChange={(attributes) => onChange({ ...item, attributes })}
      />
    </section>
  );
}
