import { describe, expect, it } from 'vitest';
import { type Attribute, OntologyContent, type RadioAttribute } from './ontology.ts';
import { validateOntology } from './validate-ontology.ts';

/** Radio attributes one in the other, `levels` deep. */
function nested(levels: number): Attribute {
  const base = { name: `Level ${levels}`, required: false, archived: false };
  if (levels === 1) return { ...base, id: 'a1', type: 'text' };
  const option = { id: `o${levels}`, name: 'Yes', archived: false, attributes: [nested(levels - 1)] };
  return { ...base, id: `a${levels}`, type: 'radio', options: [option] };
}
const withAttributes = (...attributes: Attribute[]): OntologyContent => ({
  classes: [{ id: 'car', name: 'Car', shape: 'box', color: '#ff0000', attributes, archived: false }],
  classifications: [],
});
const messages = (ontology: OntologyContent): string[] =>
  validateOntology(ontology).map(({ where, message }) => `${where}: ${message}`);

describe('an ontology', () => {
  it('nests attributes seven levels deep and no deeper', () => {
    expect(messages(OntologyContent.parse(withAttributes(nested(7))))).toEqual([]);
    expect(messages(withAttributes(nested(8)))).toEqual([
      expect.stringMatching(/^Car › Level 8 › Yes › .*: Attributes nest deeper than 7 levels\.$/),
    ]);
  });

  it('that leads back into itself is refused, not followed without end', () => {
    const loop: RadioAttribute = {
      id: 'a',
      name: 'Again',
      type: 'radio',
      required: false,
      archived: false,
      options: [{ id: 'o', name: 'Yes', archived: false, attributes: [] }],
    };
    loop.options[0].attributes.push(loop);
    const told = messages(withAttributes(loop));
    expect(told.join('\n')).toMatch(/The id “a” is used twice/);
    expect(told.join('\n')).toMatch(/nest deeper than 7 levels/);
    // Written down, the same is an id that a nested attribute shares with the one around it.
    const written = {
      ...loop,
      options: [
        { ...loop.options[0], attributes: [{ ...loop, options: [{ ...loop.options[0], attributes: [] }] }] },
      ],
    };
    expect(messages(withAttributes(written)).join('\n')).toMatch(/The id “a” is used twice/);
  });

  it('has ids and names once each, also across classes and questions, and ranges that hold something', () => {
    const number = {
      id: 'n',
      name: 'Speed',
      type: 'number' as const,
      required: false,
      archived: false,
      integer: false,
    };
    const ontology = withAttributes(
      { ...number, min: 3, max: 2 },
      { ...number, id: 'car' },
      { ...number, id: 'm' },
    );
    const told = messages(ontology).join('\n');
    expect(told).toMatch(/The smallest value 3 is above the largest 2/);
    expect(told).toMatch(/The id “car” is used twice/);
    expect(told).toMatch(/Speed/);
  });
});
