import { describe, expect, it } from 'vitest';
import { LabelContent } from '../labels/label-document.ts';
import { OntologyContent } from '../labels/ontology.ts';
import type { ExchangeItem } from './exchange-item.ts';
import { fromLabelContent } from './from-label-content.ts';
import { OntologyBuilder } from './ontology-builder.ts';
import { toLabelContent } from './to-label-content.ts';

const at = '2026-01-01T00:00:00.000Z';
const stamp = { by: 'importer', at, newId: () => 'new' };
const item: ExchangeItem = {
  key: 'a.jpg',
  width: 10,
  height: 10,
  objects: [
    {
      id: '1',
      class: 'car',
      shape: { type: 'box', x: 1, y: 1, width: 2, height: 2 },
      attributes: { wet: 'true', speed: 12.5, note: 'red', parts: ['door', 'wheel'] },
      source: 'manual',
      trackId: '7',
      confidence: 0.5,
    },
    {
      id: '2',
      class: 'car',
      shape: {
        type: 'polygon',
        parts: [
          [
            [
              [1, 1],
              [4, 1],
              [4, 4],
            ],
          ],
        ],
      },
      attributes: {},
      source: 'import',
    },
  ],
  classifications: [{ id: 'c', name: 'night', answers: {} }],
};

function ontologyOf(one: ExchangeItem): OntologyContent {
  const builder = new OntologyBuilder();
  for (const object of one.objects) builder.seeObject(object.class, object.shape.type, object.attributes);
  for (const tag of one.classifications) builder.seeTag(tag.name, tag.answers);
  return builder.build();
}

describe('names and ids', () => {
  it('makes an ontology that the label model accepts, and takes an item there and back', () => {
    const ontology = OntologyContent.parse(ontologyOf(item));
    expect(ontology.classes.map((one) => [one.name, one.shape])).toEqual([
      ['car', 'box'],
      ['car', 'polygon'],
    ]);
    const { content, unknown } = toLabelContent(item, ontology, stamp);
    expect(unknown).toEqual([]);
    expect(LabelContent.parse(content)).toEqual(content);
    expect(new Set(content.objects.map((one) => one.classId)).size).toBe(2);
    expect(fromLabelContent({ key: 'a.jpg', width: 10, height: 10 }, content, ontology)).toMatchObject(item);
  });

  it('names what a project does not know instead of guessing', () => {
    const ontology = ontologyOf({ ...item, objects: [item.objects[1]], classifications: [] });
    const { content, unknown } = toLabelContent(item, ontology, stamp);
    expect(content.objects.length).toBe(1);
    expect(unknown).toEqual(['class "car" with the shape box', 'classification "night"']);
  });
});
