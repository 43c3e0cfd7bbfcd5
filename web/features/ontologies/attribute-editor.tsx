import {
  ActionIcon,
  Button,
  Checkbox,
  Group,
  Menu,
  NumberInput,
  Select,
  Stack,
  TextInput,
  Tooltip,
} from '@mantine/core';
import { IconArchive, IconArchiveOff, IconPlus } from '@tabler/icons-react';
import { MAX_ATTRIBUTE_DEPTH, type Attribute, type RadioOption } from '../../../shared/labels/ontology.ts';
import { newObjectId } from '../../editor/document/object-factory.ts';

const KINDS: { value: Attribute['type']; label: string }[] = [
  { value: 'radio', label: 'One of several' },
  { value: 'checklist', label: 'Several of several' },
  { value: 'text', label: 'Text' },
  { value: 'number', label: 'Number' },
];

const newOption = (index: number): RadioOption => ({
  id: newObjectId(),
  name: `Option ${index}`,
  archived: false,
  attributes: [],
});

function newAttribute(
  type: Attribute['type'],
  base: { id: string; name: string; required: boolean },
): Attribute {
  const common = { ...base, archived: false };
  switch (type) {
    case 'radio':
      return { ...common, type, options: [newOption(1), newOption(2)] };
    case 'checklist': {
      const options = [newOption(1), newOption(2)].map(({ id, name, archived }) => ({ id, name, archived }));
      return { ...common, type, options };
    }
    case 'text':
      return { ...common, type };
    case 'number':
      return { ...common, type, integer: false };
  }
}

interface AttributeEditorProps {
  attributes: Attribute[];
  depth: number;
  onChange: (attributes: Attribute[]) => void;
}

/** Attributes and, below the options of a radio, further attributes, seven levels deep at most. */
export function AttributeEditor({ attributes, depth, onChange }: AttributeEditorProps) {
  const change = (index: number, attribute: Attribute) => onChange(attributes.with(index, attribute));
  return (
    <Stack gap="sm">
      {attributes.map((attribute, index) => (
        <div key={attribute.id} className={attribute.archived ? 'attribute is-faint' : 'attribute'}>
          <Group gap={6} wrap="nowrap" align="center">
            <TextInput
              aria-label="Name of the attribute"
              className="grow"
              value={attribute.name}
              onChange={(event) => change(index, { ...attribute, name: event.currentTarget.value })}
            />
            <Select
              aria-label="Kind of answer"
              w={150}
              allowDeselect={false}
              data={KINDS}
              value={attribute.type}
              onChange={(type) => change(index, newAttribute(type ?? 'text', attribute))}
            />
            <Checkbox
              size="xs"
              label="Required"
              checked={attribute.required}
              onChange={(event) => change(index, { ...attribute, required: event.currentTarget.checked })}
            />
            <Tooltip label={attribute.archived ? 'Bring back' : 'Archive'}>
              <ActionIcon
                aria-label={attribute.archived ? 'Bring the attribute back' : 'Archive the attribute'}
                onClick={() => change(index, { ...attribute, archived: !attribute.archived })}
              >
                {attribute.archived ? <IconArchiveOff size={15} /> : <IconArchive size={15} />}
              </ActionIcon>
            </Tooltip>
          </Group>
          {attribute.type === 'number' && (
            <Group gap={6} mt={6}>
              <NumberInput
                aria-label="Smallest value"
                placeholder="Smallest"
                w={110}
                value={attribute.min ?? ''}
                onChange={(min) =>
                  change(index, { ...attribute, min: typeof min === 'number' ? min : undefined })
                }
              />
              <NumberInput
                aria-label="Largest value"
                placeholder="Largest"
                w={110}
                value={attribute.max ?? ''}
                onChange={(max) =>
                  change(index, { ...attribute, max: typeof max === 'number' ? max : undefined })
                }
              />
              <Checkbox
                size="xs"
                label="Whole numbers only"
                checked={attribute.integer}
                onChange={(event) => change(index, { ...attribute, integer: event.currentTarget.checked })}
              />
            </Group>
          )}
          {(attribute.type === 'radio' || attribute.type === 'checklist') && (
            <div className="nested">
              <Options
                attribute={attribute}
                depth={depth}
                onChange={(options) => change(index, { ...attribute, options } as Attribute)}
              />
            </div>
          )}
        </div>
      ))}
      <Menu position="bottom-start" shadow="md">
        <Menu.Target>
          <Button variant="default" leftSection={<IconPlus size={14} />} style={{ alignSelf: 'flex-start' }}>
            Add an attribute
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {KINDS.map(({ value, label }) => (
            <Menu.Item
              key={value}
              onClick={() =>
                onChange([
                  ...attributes,
                  newAttribute(value, {
                    id: newObjectId(),
                    name: `Attribute ${attributes.length + 1}`,
                    required: false,
                  }),
                ])
              }
            >
              {label}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
    </Stack>
  );
}

interface OptionsProps {
  attribute: Extract<Attribute, { type: 'radio' | 'checklist' }>;
  depth: number;
  onChange: (options: unknown[]) => void;
}

function Options({ attribute, depth, onChange }: OptionsProps) {
  const { options } = attribute;
  const set = (index: number, changes: object) =>
    onChange(options.map((option, i) => (i === index ? { ...option, ...changes } : option)));
  const add = () => {
    const { attributes, ...rest } = newOption(options.length + 1);
    onChange([...options, attribute.type === 'radio' ? { ...rest, attributes } : rest]);
  };
  return (
    <Stack gap={6}>
      {options.map((option, index) => (
        <div key={option.id}>
          <Group gap={6} wrap="nowrap">
            <TextInput
              aria-label={`Option ${index + 1}`}
              className="grow"
              value={option.name}
              onChange={(event) => set(index, { name: event.currentTarget.value })}
            />
            <ActionIcon
              aria-label={option.archived ? `Bring ${option.name} back` : `Archive ${option.name}`}
              onClick={() => set(index, { archived: !option.archived })}
            >
              {option.archived ? <IconArchiveOff size={14} /> : <IconArchive size={14} />}
            </ActionIcon>
          </Group>
          {'attributes' in option && depth < MAX_ATTRIBUTE_DEPTH && (
            <div className="nested">
              <AttributeEditor
                attributes={option.attributes}
                depth={depth + 1}
                onChange={(attributes) => set(index, { attributes })}
              />
            </div>
          )}
        </div>
      ))}
      <Button
        variant="subtle"
        size="compact-xs"
        leftSection={<IconPlus size={13} />}
        style={{ alignSelf: 'flex-start' }}
        onClick={add}
      >
        Add an option
      </Button>
    </Stack>
  );
}
