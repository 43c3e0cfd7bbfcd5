import type { Box } from '../../../shared/geometry/box.ts';
import type { Point } from '../../../shared/geometry/point.ts';
import { decodeRleCounts } from '../../../shared/geometry/rle-codec.ts';
import { maskOutline } from '../drawing/mask-outline.ts';
import type { HintPoint, SegmentedObject } from '../segmenting/segment-assistant.ts';
import { OUTLINE_TOLERANCE, shapeOfMask } from '../shapes/shape-of-mask.ts';
import { toScreen, type View } from '../view.ts';
import { paintDraft } from './paint-draft.ts';
import { clampToImage, type Tool, type ToolHost, type ToolPointer } from './tool.ts';

/** A press that moves less is a click; CSS px. */
const CLICK_REACH = 4;

type Prompt = { kind: 'point'; point: HintPoint } | { kind: 'box'; box: Box };

/**
 * Objects from hints to a segmentation model: a click lies in the object, Alt + click (or Shift + click) lies outside
 * it, a drag is a box around it. All hints together describe one object, which is shown at once; Backspace takes the
 * last hint back, Enter keeps the object in the shape of its class, Escape gives it up.
 */
export class SamTool implements Tool {
  readonly cursor = 'crosshair';
  readonly #host: ToolHost;
  #prompts: Prompt[] = [];
  #start: ToolPointer | undefined;
  #drag: Box | undefined;
  #found: SegmentedObject | undefined;
  #outline: Point[][][] = [];
  /** Whether `#found` answers all the hints. */
  #isCurrent = false;
  /** Enter was pressed before the answer came. */
  #isAccepting = false;

  constructor(host: ToolHost) {
    this.#host = host;
    void host.assistant?.prepare().catch(() => undefined);
  }

  down(pointer: ToolPointer): void {
    this.#start = pointer;
  }

  move(pointer: ToolPointer): void {
    const start = this.#start;
    if (start === undefined) return;
    const [dx, dy] = [pointer.screen[0] - start.screen[0], pointer.screen[1] - start.screen[1]];
    this.#drag =
      Math.hypot(dx, dy) < CLICK_REACH
        ? undefined
        : this.#boxBetween(start.point, clampToImage(pointer.point, this.#host.imageSize()));
    this.#host.redraw();
  }

  up(pointer: ToolPointer): void {
    const start = this.#start;
    const box = this.#drag;
    this.#start = undefined;
    this.#drag = undefined;
    if (start === undefined) return;
    if (box !== undefined) {
      // A second box is a better first one.
      this.#prompts = [...this.#prompts.filter(({ kind }) => kind !== 'box'), { kind: 'box', box }];
    } else {
      const { width, height } = this.#host.imageSize();
      const [x, y] = start.point;
      if (x < 0 || y < 0 || x > width || y > height) return;
      this.#prompts.push({
        kind: 'point',
        point: { x, y, label: pointer.alt || pointer.shift ? 0 : 1 },
      });
    }
    void this.#ask();
  }

  key({ key }: { key: string }): boolean {
    if (key === 'Enter' && this.#prompts.length > 0) {
      if (this.#isCurrent && this.#found !== undefined) this.#accept(this.#found);
      else this.#isAccepting = true;
      return true;
    }
    if (key === 'Backspace' && this.#prompts.length > 0) {
      this.#prompts.pop();
      void this.#ask();
      return true;
    }
    return false;
  }

  cancel(): boolean {
    const wasBusy = this.#prompts.length > 0 || this.#start !== undefined;
    this.#prompts = [];
    this.#start = undefined;
    this.#drag = undefined;
    this.#show(undefined);
    this.#isAccepting = false;
    this.#host.assistant?.rest();
    this.#host.redraw();
    return wasBusy;
  }

  paint(context: CanvasRenderingContext2D, view: View): void {
    const color = this.#host.activeClass()?.color ?? '#ffffff';
    if (this.#outline.length > 0) {
      context.beginPath();
      for (const ring of this.#outline.flat()) {
        ring.forEach((point, i) => {
          const [x, y] = toScreen(view, point);
          if (i === 0) context.moveTo(x, y);
          else context.lineTo(x, y);
        });
        context.closePath();
      }
      context.globalAlpha = 0.4;
      context.fillStyle = color;
      context.fill('evenodd');
      context.globalAlpha = 1;
      for (const ring of this.#outline.flat()) paintDraft(context, view, ring, { color, isClosed: true });
    }
    const boxes = this.#prompts.flatMap((prompt) => (prompt.kind === 'box' ? [prompt.box] : []));
    const shown = this.#drag ?? boxes.at(0);
    if (shown !== undefined) {
      const { x, y, width, height } = shown;
      const corners: Point[] = [
        [x, y],
        [x + width, y],
        [x + width, y + height],
        [x, y + height],
      ];
      context.setLineDash([6, 4]);
      paintDraft(context, view, corners, { color: '#ffffff', isClosed: true });
      context.setLineDash([]);
    }
    for (const prompt of this.#prompts) if (prompt.kind === 'point') paintHint(context, view, prompt.point);
  }

  async #ask(): Promise<void> {
    const { assistant } = this.#host;
    this.#isCurrent = false;
    const points = this.#prompts.flatMap((prompt) => (prompt.kind === 'point' ? [prompt.point] : []));
    const box = this.#prompts.flatMap((prompt) => (prompt.kind === 'box' ? [prompt.box] : [])).at(0);
    this.#host.redraw();
    if (assistant === undefined) return;
    if (box === undefined && !points.some(({ label }) => label === 1)) {
      assistant.rest();
      this.#show(undefined);
      return;
    }
    const asked = this.#prompts;
    const found = await assistant.ask({ points, ...(box === undefined ? {} : { box }) });
    if (asked !== this.#prompts) return;
    if (found === undefined) {
      if (assistant.state.value.kind === 'failed') this.#isAccepting = false;
      return;
    }
    this.#show(found);
    this.#isCurrent = true;
    if (this.#isAccepting) this.#accept(found);
  }

  #show(found: SegmentedObject | undefined): void {
    this.#found = found;
    const [height, width] = found?.mask.size ?? [0, 0];
    const counts = found === undefined ? undefined : decodeRleCounts(found.mask.counts);
    this.#outline = counts === undefined ? [] : maskOutline(counts, height, width, OUTLINE_TOLERANCE);
    this.#host.redraw();
  }

  #accept(found: SegmentedObject): void {
    const shape = shapeOfMask(found.mask, this.#host.activeClass()?.shape);
    this.cancel();
    if (shape !== undefined) this.#host.create(shape);
  }

  #boxBetween([ax, ay]: Point, [bx, by]: Point): Box | undefined {
    const [x0, y0] = clampToImage([Math.min(ax, bx), Math.min(ay, by)], this.#host.imageSize());
    const [x1, y1] = clampToImage([Math.max(ax, bx), Math.max(ay, by)], this.#host.imageSize());
    return x1 - x0 < 1 || y1 - y0 < 1 ? undefined : { x: x0, y: y0, width: x1 - x0, height: y1 - y0 };
  }
}

/** Green with a plus: inside. Red with a minus: outside. */
function paintHint(context: CanvasRenderingContext2D, view: View, { x, y, label }: HintPoint): void {
  const [left, top] = toScreen(view, [x, y]);
  context.beginPath();
  context.arc(left, top, 7, 0, 2 * Math.PI);
  context.fillStyle = label === 1 ? '#1b8a3a' : '#c92a2a';
  context.fill();
  context.lineWidth = 1.75;
  context.strokeStyle = '#ffffff';
  context.stroke();
  context.beginPath();
  context.moveTo(left - 3.5, top);
  context.lineTo(left + 3.5, top);
  if (label === 1) {
    context.moveTo(left, top - 3.5);
    context.lineTo(left, top + 3.5);
  }
  context.stroke();
}
