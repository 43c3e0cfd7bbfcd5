import { expect, test } from 'vitest';
import { attachedSources } from '../../shared/blobs/attached-sources.ts';
import { bucketPlaces } from '../../shared/destinations/bucket-places.ts';
import { refuseLoops } from './refuse-loops.ts';

const refuse = (destination: string) => () =>
  refuseLoops(bucketPlaces(`trainers=${destination}`), attachedSources('photos,archive/2024/'), 'prod');

test('a destination lies apart from what is read and from our own files', () => {
  for (const apart of [
    's3://training',
    's3://archive/exports',
    's3://archive/20',
    's3://lapidary-prod-training',
  ])
    expect(refuse(apart), apart).not.toThrow();
  for (const loop of ['s3://photos', 's3://photos/exports', 's3://archive', 's3://archive/2024/exports/'])
    expect(refuse(loop), loop).toThrow(/would come back as images/);
  expect(refuse('s3://lapidary-prod-123456789012-eu-west-1/exports')).toThrow(/own bucket/);
});
