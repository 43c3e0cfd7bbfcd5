import { expect, it } from 'vitest';
import type { Attribute } from '../../../../shared/labels/ontology.ts';
import { answersText } from './answers-text.ts';

const QUESTIONS = [
  {
    id: 'weather',
    name: 'Weather',
    type: 'radio',
    required: false,
    archived: false,
    options: [
      { id: 'dry', name: 'Dry', archived: false, attributes: [] },
      {
        id: 'rain',
        name: 'Rain',
        archived: false,
        attributes: [{ id: 'mm', name: 'How much', type: 'number', required: false, archived: false }],
      },
    ],
  },
  {
    id: 'seen',
    name: 'Seen',
    type: 'checklist',
    required: false,
    archived: false,
    options: [
      { id: 'a', name: 'Cars', archived: false },
      { id: 'b', name: 'People', archived: false },
    ],
  },
] as unknown as Attribute[];

it('says answers in the words of the ontology, nested ones too', () => {
  expect(answersText(QUESTIONS, { weather: 'rain', mm: 3, seen: ['b', 'a'] })).toBe(
    'Rain · 3 · Cars, People',
  );
  expect(answersText(QUESTIONS, { weather: 'gone' })).toBe('');
});
