import { expect, it } from 'vitest';
import { groupLosses } from './group-losses.ts';

const loss = (what: string, reason = 'the format does not keep it') => ({ what, count: 1, reason });

it('puts what a training would miss first, and what is left out before what is changed', () => {
  const groups = groupLosses([
    loss('author'),
    loss('colour of a class'),
    loss('attribute wet'),
    loss('shape ellipse', 'written as a polygon of 72 points'),
    loss('shape polyline', 'DOTA cannot hold it; the object is left out'),
    loss('source model'),
    loss('something that nobody has thought of'),
  ]);
  expect(groups.map(({ title, losses }) => [title, losses.map(({ what }) => what)])).toEqual([
    [
      'Images, objects and shapes',
      ['shape polyline', 'shape ellipse', 'something that nobody has thought of'],
    ],
    ['Classes, attributes and answers', ['attribute wet']],
    ['Ontology', ['colour of a class']],
    ['Record keeping', ['author', 'source model']],
  ]);
});
