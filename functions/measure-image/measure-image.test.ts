import { expect, it } from 'vitest';
import { NotAllowed } from '../../shared/errors.ts';
import { measureImage } from './measure-image.ts';

const FILE = { assetId: 'set.one', datasetId: 'set', key: 'one.gif', size: 3, etag: 'v1' };
const ONE_PIXEL = Buffer.from('R0lGODdhAQABAIAAAP///////ywAAAAAAQABAAACAkQBADs=', 'base64');
const put = () => Promise.resolve({ etag: '', size: 0 });
const headOf = (etag: string, size: number) =>
  Promise.resolve({ etag, size, modifiedAt: new Date(0), contentType: 'image/gif' });

it('registers the version that it read, also when the file was replaced meanwhile', async () => {
  const versions = [Buffer.from('old'), ONE_PIXEL];
  let version = 0;
  const measured = await measureImage(FILE, {
    blobs: {
      head: () => headOf(`v${version + 1}`, versions[version].length),
      get: () => {
        const bytes = versions[version];
        version = 1;
        return Promise.resolve(bytes);
      },
      put,
    },
  });
  expect(measured).toMatchObject({ status: 'ready', etag: 'v2', size: ONE_PIXEL.length, width: 1 });
});

it('ends with a file that never stands still', async () => {
  let version = 0;
  const blobs = {
    head: () => headOf(`v${version++}`, 3),
    get: () => Promise.resolve(Buffer.from('no')),
    put,
  };
  await expect(measureImage(FILE, { blobs })).resolves.toMatchObject({ status: 'quarantined' });
});

it('quarantines a file that may not be read, so that the next look tries again', async () => {
  const get = () =>
    Promise.reject(new NotAllowed('The file one.gif may not be read; check its permissions.'));
  const measured = await measureImage(FILE, { blobs: { head: () => headOf('v1', 3), get, put } });
  expect(measured).toMatchObject({
    status: 'quarantined',
    reasonCode: 'not-allowed',
    reason: 'The file one.gif may not be read; check its permissions.',
    etag: '',
  });
});
