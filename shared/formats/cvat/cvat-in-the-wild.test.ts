import { expect, it } from 'vitest';
import { blackPng, readFiles } from '../../../test/support/read-files.ts';

const box = (frame: number, x: number, flags = 'outside="0" keyframe="1"') =>
  `<box frame="${frame}" ${flags} occluded="0" xtl="${x}" ytl="0" xbr="${x + 2}" ybr="2"/>`;
const video = (tracks: string, meta = '<start_frame>0</start_frame><stop_frame>4</stop_frame>') =>
  `<annotations><meta><task>${meta}<original_size><width>50</width><height>50</height></original_size></task></meta>${tracks}</annotations>`;
const places = (items: Awaited<ReturnType<typeof readFiles>>['items']) =>
  items.map((item) => [item.key, ...item.objects.map((one) => one.shape.type === 'box' && one.shape.x)]);

it('lets a track that ends with a visible keyframe stay until the end of the task', async () => {
  const { items, told, detected } = await readFiles('cvat', {
    'annotations.xml': video(`<track id="0" label="car">${box(0, 0)}${box(2, 4)}</track>`),
  });
  expect([detected, told]).toEqual(['cvat', []]);
  expect(places(items)).toEqual([
    ['frame_000000', 0],
    ['frame_000001', 2],
    ['frame_000002', 4],
    ['frame_000003', 4],
    ['frame_000004', 4],
  ]);
});

it('does not go on where the file lists every frame, nor from a single shape', async () => {
  const listed = `${box(0, 0)}${box(1, 1, 'outside="0" keyframe="0"')}`;
  const { items } = await readFiles('cvat', {
    'a.xml': video(
      `<track id="0" label="car">${listed}</track><track id="1" label="bus">${box(0, 9)}</track>`,
    ),
  });
  expect(places(items)).toEqual([
    ['frame_000000', 0, 9],
    ['frame_000001', 1],
  ]);
});

it('names the frames of a video by the images that are there', async () => {
  const { items } = await readFiles('cvat', {
    'annotations.xml': video(`<track id="0" label="car">${box(3, 1)}</track>`, ''),
    'images/frame_000003.PNG': blackPng(50, 50),
  });
  expect(items.map((item) => [item.key, item.width])).toEqual([['images/frame_000003.PNG', 50]]);
});

it('reads what older and newer versions write: no meta, jobs and projects, rotation, tags, unknown shapes', async () => {
  const shapes =
    '<box label="car" occluded="1" source="auto" xtl="1" ytl="1" xbr="5" ybr="3" rotation="350.5"><attribute name="color">red</attribute></box>' +
    '<tag label="night" source="manual"/><cuboid3d label="car"/><polygon label="car" points="1,1;5,1;5.5,5"/><polygon label="car" points="1,1;x,1;5,5"/>';
  for (const meta of [
    '',
    '<meta><job><labels><label><name>car</name></label></labels></job></meta>',
    '<meta><project><labels><label><name>car</name></label></labels></project></meta>',
  ]) {
    const { items, told } = await readFiles('cvat', {
      'a.xml': `\uFEFF<?xml version="1.0" encoding="utf-8"?><annotations><version>1.1</version>${meta}<image id="0" name="d\\e.jpg" subset="Train" width="40" height="30">${shapes}</image></annotations>`,
    });
    expect(items[0]).toMatchObject({
      key: 'd/e.jpg',
      split: 'Train',
      width: 40,
      objects: [
        {
          class: 'car',
          shape: { type: 'rotatedBox', cx: 3, cy: 2, angle: 350.5 },
          attributes: { occluded: 1, color: 'red' },
          source: 'model',
        },
        { class: 'car', shape: { type: 'polygon' } },
      ],
      classifications: [{ name: 'night' }],
    });
    expect(told).toEqual([
      expect.stringMatching(/shape 3: Shapes of the kind <cuboid3d> are not known/),
      expect.stringMatching(/shape 5: A coordinate is not a number/),
    ]);
  }
});
