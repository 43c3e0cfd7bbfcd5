import Konva from 'konva';
import { Editor } from '../../web/editor/editor.ts';
import { shapeLines } from '../../web/editor/drawing/shape-lines.ts';
import type { View } from '../../web/editor/view.ts';
import { blob, makePolygons } from './make-polygons.ts';

/** What the script asks the page to do; every function answers plain numbers. */
const WIDTH = 4000;
const HEIGHT = 3000;
const COLORS = ['#e69f00', '#56b4e9', '#009e73', '#f0e442', '#4477dd', '#d55e00', '#cc79a7', '#66c2a5'];
const place = document.getElementById('place') as HTMLElement;
const colorOf = (classId: string) => COLORS[Number(classId.split('-')[1])];

const nextFrame = () => new Promise<number>((resolve) => requestAnimationFrame(resolve));

const median = (values: number[]) => values.toSorted((a, b) => a - b)[values.length >> 1];

/** Median frames per second while `show` gets a new view in every frame for `ms`. */
async function framesPerSecond(show: (view: View) => void, ms: number): Promise<number> {
  const deltas: number[] = [];
  let before = await nextFrame();
  const start = before;
  for (let i = 0; before - start < ms; i++) {
    const scale = 0.3 * (1.3 + Math.sin(i / 40));
    show({ scale, x: -150 + 120 * Math.sin(i / 25), y: -100 + 90 * Math.cos(i / 31) });
    const now = await nextFrame();
    deltas.push(now - before);
    before = now;
  }
  return 1000 / median(deltas);
}

function makeEditor(): Editor {
  place.replaceChildren();
  const editor = new Editor(place, { userId: 'bench' });
  editor.setImageSize({ width: WIDTH, height: HEIGHT });
  editor.setClasses(
    COLORS.map((color, i) => ({ id: `class-${i}`, name: `Class ${i}`, color, shape: 'polygon' })),
  );
  return editor;
}

/** From the document to the picture on the screen. */
async function openEditor(count: number): Promise<{ editor: Editor; openMs: number }> {
  const objects = makePolygons(count, 24, WIDTH, HEIGHT);
  const editor = makeEditor();
  await nextFrame();
  const start = performance.now();
  editor.store.load({ objects, classifications: [] });
  editor.camera.fit();
  await editor.whenDrawn();
  return { editor, openMs: performance.now() - start };
}

const bench = {
  async editor(count: number, ms: number) {
    const { editor, openMs } = await openEditor(count);
    const fps = await framesPerSecond((view) => editor.camera.set(view), ms);
    let picked = 0;
    editor.camera.fit();
    const picks = 20_000;
    editor.pick([1, 1]);
    const start = performance.now();
    for (let i = 0; i < picks; i++) {
      if (editor.pick([(i * 7919) % WIDTH, (i * 104_729) % HEIGHT]) !== undefined) picked++;
    }
    const pickMicroseconds = ((performance.now() - start) * 1000) / picks;
    editor.destroy();
    return { openMs, fps, pickMicroseconds, picked };
  },

  /** Drags one vertex of a polygon of 5,000 among `count` others, through the shapes that the tool would preview. */
  async vertex(count: number, ms: number) {
    const { editor } = await openEditor(count);
    editor.activeClassId.set('class-0');
    const object = editor.create({ type: 'polygon', parts: [[blob(WIDTH / 2, HEIGHT / 2, 900, 5000)]] });
    if (object === undefined) throw new Error('The polygon was not made.');
    await editor.whenDrawn();
    const { left, top } = place.getBoundingClientRect();
    const view = editor.view();
    const ring = object.shape.type === 'polygon' ? object.shape.parts[0][0] : [];
    const [x, y] = [left + ring[0][0] * view.scale + view.x, top + ring[0][1] * view.scale + view.y];
    const stage = place.querySelector('.editor-stage') as HTMLElement;
    stage.setPointerCapture = () => undefined;
    const send = (type: string, dx: number, dy: number) =>
      stage.dispatchEvent(
        new PointerEvent(type, {
          pointerId: 1,
          button: 0,
          buttons: 1,
          clientX: x + dx,
          clientY: y + dy,
          bubbles: true,
        }),
      );
    send('pointerdown', 0, 0);
    let i = 0;
    const fps = await framesPerSecond(() => {
      i++;
      send('pointermove', 40 * Math.sin(i / 9), 30 * Math.cos(i / 7));
    }, ms);
    send('pointerup', 40, 30);
    const moved = editor.store.get(object.id)?.shape;
    const isMoved = moved?.type === 'polygon' && moved.parts[0][0][0][0] !== ring[0][0];
    editor.destroy();
    return { fps, isMoved };
  },

  /** Opens `count` polygons, pans for a moment, and leaves them there; `close` takes them away. */
  async keepOpen(count: number) {
    const { editor } = await openEditor(count);
    await framesPerSecond((view) => editor.camera.set(view), 1_000);
    Object.assign(globalThis, { opened: editor });
    const { measureUserAgentSpecificMemory: measure } = performance as Performance & {
      measureUserAgentSpecificMemory?: () => Promise<{ bytes: number }>;
    };
    // Scripts, documents and workers of this page; needs an isolated page.
    return { bytes: measure === undefined ? undefined : (await measure.call(performance)).bytes };
  },

  async svg(count: number, ms: number) {
    place.replaceChildren();
    const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
    const group = document.createElementNS('http://www.w3.org/2000/svg', 'g');
    for (const { shape, classId } of makePolygons(count, 24, WIDTH, HEIGHT)) {
      const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
      path.setAttribute(
        'd',
        `M${shapeLines(shape)
          .lines[0].map((point) => point.join(' '))
          .join('L')}Z`,
      );
      path.setAttribute('fill', colorOf(classId));
      path.setAttribute('fill-opacity', '0.18');
      path.setAttribute('stroke', colorOf(classId));
      path.setAttribute('vector-effect', 'non-scaling-stroke');
      group.append(path);
    }
    svg.append(group);
    place.append(svg);
    await nextFrame();
    const fps = await framesPerSecond(({ scale, x, y }) => {
      group.setAttribute('transform', `translate(${x} ${y}) scale(${scale})`);
    }, ms);
    return { fps };
  },

  /** Shapes as Konva keeps them, with its own fast path: nothing listens, nothing is perfect. */
  async konva(count: number, ms: number) {
    place.replaceChildren();
    const stage = new Konva.Stage({
      container: place as HTMLDivElement,
      width: innerWidth,
      height: innerHeight,
    });
    const layer = new Konva.Layer({ listening: false });
    for (const { shape, classId } of makePolygons(count, 24, WIDTH, HEIGHT)) {
      layer.add(
        new Konva.Line({
          points: shapeLines(shape).lines[0].flat(),
          closed: true,
          fill: `${colorOf(classId)}2e`,
          stroke: colorOf(classId),
          strokeWidth: 1,
          strokeScaleEnabled: false,
          perfectDrawEnabled: false,
        }),
      );
    }
    stage.add(layer);
    await nextFrame();
    const fps = await framesPerSecond(({ scale, x, y }) => {
      layer.scale({ x: scale, y: scale });
      layer.position({ x, y });
      layer.draw();
    }, ms);
    stage.destroy();
    return { fps };
  },

  async redraw(count: number, ms: number) {
    place.replaceChildren();
    const canvas = document.createElement('canvas');
    canvas.width = innerWidth;
    canvas.height = innerHeight;
    place.append(canvas);
    const context = canvas.getContext('2d');
    if (context === null) throw new Error('No canvas.');
    const polygons = makePolygons(count, 24, WIDTH, HEIGHT).map(({ shape, classId }) => ({
      ring: shapeLines(shape).lines[0],
      color: colorOf(classId),
    }));
    const fps = await framesPerSecond(({ scale, x, y }) => {
      context.clearRect(0, 0, canvas.width, canvas.height);
      for (const { ring, color } of polygons) {
        context.beginPath();
        for (const [px, py] of ring) context.lineTo(px * scale + x, py * scale + y);
        context.closePath();
        context.globalAlpha = 0.18;
        context.fillStyle = color;
        context.fill();
        context.globalAlpha = 1;
        context.strokeStyle = color;
        context.stroke();
      }
    }, ms);
    return { fps };
  },
};

export type Bench = typeof bench;
Object.assign(globalThis, { bench });
