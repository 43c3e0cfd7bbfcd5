import { Checkbox, NumberInput, Radio, Stack, TextInput } from '@mantine/core';
import type { AttributeValue, AttributeValues } from '../../../../shared/labels/attributes.ts';
import type { Attribute, RadioOption } from '../../../../shared/labels/ontology.ts';

interface AttributeFormProps {
  attributes: Attribute[];
  values: AttributeValues;
  isReadOnly: boolean;
  onChange: (values: AttributeValues) => void;
}

/** The ids of an attribute and of everything asked below it. */
function idsBelow(attributes: Attribute[]): string[] {
  return attributes.flatMap((attribute) => [
    attribute.id,
    ...(attribute.type === 'radio' ? attribute.options.flatMap((option) => idsBelow(option.attributes)) : []),
  ]);
}

/** Questions of the ontology as a form; what an option asks appears below it once it is chosen. */
export function AttributeForm({ attributes, values, isReadOnly, onChange }: AttributeFormProps) {
  const set = (attribute: Attribute, value: AttributeValue | undefined) => {
    const next = { ...values };
    // Answers below an option that is no longer chosen would be answers to questions nobody asked.
    if (attribute.type === 'radio') {
      for (const option of attribute.options) {
        if (option.id !== value) for (const id of idsBelow(option.attributes)) delete next[id];
      }
    }
    if (value === undefined || value === '' || (Array.isArray(value) && value.length === 0))
      delete next[attribute.id];
    else next[attribute.id] = value;
    onChange(next);
  };
  return (
    <Stack gap="xs">
      {attributes
        .filter(({ archived }) => !archived)
        .map((attribute) => {
          const value = values[attribute.id];
          switch (attribute.type) {
            case 'text':
              return (
                <TextInput
                  key={attribute.id}
                  label={attribute.name}
                  withAsterisk={attribute.required}
                  disabled={isReadOnly}
                  maxLength={attribute.maxLength}
                  value={typeof value === 'string' ? value : ''}
                  onChange={(event) => set(attribute, event.currentTarget.value)}
                />
              );
            case 'number':
              return (
                <NumberInput
                  key={attribute.id}
                  label={attribute.name}
                  withAsterisk={attribute.required}
                  disabled={isReadOnly}
                  min={attribute.min}
                  max={attribute.max}
                  allowDecimal={!attribute.integer}
                  value={typeof value === 'number' ? value : ''}
                  onChange={(entered) => set(attribute, typeof entered === 'number' ? entered : undefined)}
                />
              );
            case 'checklist':
              return (
                <Checkbox.Group
                  key={attribute.id}
                  label={attribute.name}
                  size="xs"
                  withAsterisk={attribute.required}
                  value={Array.isArray(value) ? value : []}
                  onChange={(chosen) => set(attribute, chosen)}
                >
                  <Choices of={Checkbox} options={attribute.options} isReadOnly={isReadOnly} />
                </Checkbox.Group>
              );
            case 'radio': {
              const chosen = attribute.options.find(({ id }) => id === value);
              return (
                <div key={attribute.id}>
                  <Radio.Group
                    label={attribute.name}
                    size="xs"
                    withAsterisk={attribute.required}
                    value={typeof value === 'string' ? value : null}
                    onChange={(id) => set(attribute, id)}
                  >
                    <Choices of={Radio} options={attribute.options} isReadOnly={isReadOnly} />
                  </Radio.Group>
                  {chosen !== undefined && chosen.attributes.length > 0 && (
                    <div className="nested">
                      <AttributeForm
                        attributes={chosen.attributes}
                        values={values}
                        isReadOnly={isReadOnly}
                        onChange={onChange}
                      />
                    </div>
                  )}
                </div>
              );
            }
          }
        })}
    </Stack>
  );
}

interface ChoicesProps {
  of: typeof Checkbox | typeof Radio;
  options: readonly Pick<RadioOption, 'id' | 'name' | 'archived'>[];
  isReadOnly: boolean;
}

/** The options that may still be chosen, each with its mark. */
function Choices({ of: Choice, options, isReadOnly }: ChoicesProps) {
  return (
    <Stack gap={4} mt={4}>
      {options
        .filter(({ archived }) => !archived)
        .map(({ id, name }) => (
          <Choice key={id} size="xs" value={id} label={name} disabled={isReadOnly} />
        ))}
    </Stack>
  );
}
