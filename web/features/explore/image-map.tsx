import { ActionIcon, Group, Select, Text, Tooltip } from '@mantine/core';
import { IconHandMove, IconLasso, IconMaximize, IconZoomIn, IconZoomOut } from '@tabler/icons-react';
import { useEffect, useMemo, useRef, useState, type KeyboardEvent, type PointerEvent } from 'react';
import type { Point } from '../../../shared/geometry/point.ts';
import { COLOR_FIELDS, colorImages, colorRange, RAMP_CSS } from './color-images.ts';
import type { ColorField } from './color-images.ts';
import { drawMap, fitMap, zoomMap } from './draw-map.ts';
import type { MapView } from './draw-map.ts';
import type { PickedRows } from './filter-images.ts';
import { lassoImages } from './lasso-images.ts';
import { METRICS } from './load-images.ts';
import type { ExploredImages, Metric } from './load-images.ts';

interface ImageMapProps {
  images: ExploredImages;
  shown: readonly number[];
  colorBy: ColorField;
  onColorBy: (field: ColorField) => void;
  /** Rows inside what was drawn; undefined when it was only a click. */
  onLasso: (rows: PickedRows | undefined) => void;
}

const [WIDTH, HEIGHT] = [640, 420];
const STEP = 1.4;

/** Like images lie near each other; drawing around some keeps only them. */
export function ImageMap({ images, shown, colorBy, onColorBy, onLasso }: ImageMapProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const whole = useMemo(() => fitMap(images, WIDTH, HEIGHT), [images]);
  const [moved, setMoved] = useState<MapView>();
  const view = moved ?? whole;
  const [isPanning, setPanning] = useState(false);
  const [ring, setRing] = useState<Point[]>([]);
  const grip = useRef<{ at: Point; view: MapView }>(undefined);
  const colors = useMemo(() => colorImages(images, colorBy), [images, colorBy]);
  const isShown = useMemo(() => {
    const mask = new Uint8Array(images.count);
    for (const row of shown) mask[row] = 1;
    return mask;
  }, [images.count, shown]);

  useEffect(() => {
    // Several moves within one frame of the screen are drawn once.
    const frame = requestAnimationFrame(() => {
      const context = canvas.current?.getContext('2d');
      if (!context) return;
      const picture = context.createImageData(WIDTH, HEIGHT);
      const pixels = new Uint32Array(picture.data.buffer);
      const size = (images.count > 20_000 ? 2 : 5) + (view.scale > 3 * whole.scale ? 2 : 0);
      drawMap(pixels, WIDTH, HEIGHT, images, isShown, colors, view, size);
      context.putImageData(picture, 0, 0);
    });
    return () => cancelAnimationFrame(frame);
  }, [images, isShown, colors, view, whole]);

  useEffect(() => {
    const target = canvas.current?.parentElement;
    // React listens passively to wheels, which could not keep the page from scrolling.
    const onWheel = (event: WheelEvent) => {
      if (!event.ctrlKey && !event.metaKey && !isPanning) return;
      event.preventDefault();
      const [px, py] = pointIn(event, target as HTMLElement);
      setMoved((last) => zoomMap(last ?? whole, Math.exp(-event.deltaY / 300), px, py));
    };
    target?.addEventListener('wheel', onWheel, { passive: false });
    return () => target?.removeEventListener('wheel', onWheel);
  }, [whole, isPanning]);

  const zoom = (factor: number) => setMoved(zoomMap(view, factor, WIDTH / 2, HEIGHT / 2));
  const onDown = (event: PointerEvent<HTMLElement>) => {
    event.currentTarget.setPointerCapture(event.pointerId);
    const at = pointIn(event, event.currentTarget);
    if (isPanning || event.button === 1 || event.shiftKey) grip.current = { at, view };
    else setRing([at]);
  };
  const onMove = (event: PointerEvent<HTMLElement>) => {
    const at = pointIn(event, event.currentTarget);
    if (grip.current) {
      const { at: from, view: base } = grip.current;
      setMoved({ ...base, left: base.left + at[0] - from[0], top: base.top + at[1] - from[1] });
    } else if (ring.length > 0) setRing([...ring, at]);
  };
  const onUp = () => {
    grip.current = undefined;
    if (ring.length === 0) return;
    setRing([]);
    onLasso(lassoImages(images, ring, view, WIDTH, HEIGHT));
  };
  const onKey = (event: KeyboardEvent) => {
    const shift: Record<string, [number, number]> = {
      ArrowLeft: [40, 0],
      ArrowRight: [-40, 0],
      ArrowUp: [0, 40],
      ArrowDown: [0, -40],
    };
    if (event.key in shift) {
      const [dx, dy] = shift[event.key];
      setMoved({ ...view, left: view.left + dx, top: view.top + dy });
    } else if (event.key === '+') zoom(STEP);
    else if (event.key === '-') zoom(1 / STEP);
    else if (event.key === '0') setMoved(undefined);
    else return;
    event.preventDefault();
  };
  return (
    <div>
      <Group justify="space-between" mb={6}>
        <Group gap={4}>
          <Tool
            label="Draw around images to keep only them"
            isOn={!isPanning}
            onClick={() => setPanning(false)}
          >
            <IconLasso size={16} />
          </Tool>
          <Tool
            label="Move the map (or hold Shift); the wheel zooms"
            isOn={isPanning}
            onClick={() => setPanning(true)}
          >
            <IconHandMove size={16} />
          </Tool>
          <Tool label="Zoom in (+)" onClick={() => zoom(STEP)}>
            <IconZoomIn size={16} />
          </Tool>
          <Tool label="Zoom out (−)" onClick={() => zoom(1 / STEP)}>
            <IconZoomOut size={16} />
          </Tool>
          <Tool label="Show the whole map (0)" onClick={() => setMoved(undefined)}>
            <IconMaximize size={16} />
          </Tool>
        </Group>
        <Group gap={8}>
          <Legend images={images} field={colorBy} />
          <Select
            size="xs"
            w={150}
            aria-label="Colour by"
            allowDeselect={false}
            value={colorBy}
            data={COLOR_FIELDS.map((field) => ({ value: field, label: `colour: ${field}` }))}
            onChange={(field) => field !== null && onColorBy(field)}
          />
        </Group>
      </Group>
      <div
        style={{ position: 'relative', cursor: isPanning ? 'grab' : 'crosshair', touchAction: 'none' }}
        onPointerDown={onDown}
        onPointerMove={onMove}
        onPointerUp={onUp}
        onPointerCancel={() => {
          grip.current = undefined;
          setRing([]);
        }}
      >
        <canvas
          ref={canvas}
          width={WIDTH}
          height={HEIGHT}
          tabIndex={0}
          onKeyDown={onKey}
          style={{ width: '100%', display: 'block' }}
          role="img"
          aria-label={`Map of ${images.count} images by likeness; draw around some to keep only them, arrows move it, plus and minus zoom`}
        />
        {ring.length > 1 && (
          <svg
            viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
            style={{ position: 'absolute', inset: 0, pointerEvents: 'none' }}
          >
            <polygon
              points={ring.map((point) => point.join(',')).join(' ')}
              fill="var(--mantine-primary-color-filled)"
              fillOpacity={0.12}
              stroke="var(--mantine-primary-color-filled)"
            />
          </svg>
        )}
      </div>
    </div>
  );
}

function Tool(props: { label: string; isOn?: boolean; onClick: () => void; children: React.ReactNode }) {
  return (
    <Tooltip label={props.label}>
      <ActionIcon
        variant={props.isOn === true ? 'filled' : 'default'}
        aria-label={props.label}
        aria-pressed={props.isOn}
        onClick={props.onClick}
      >
        {props.children}
      </ActionIcon>
    </Tooltip>
  );
}

function Legend({ images, field }: { images: ExploredImages; field: ColorField }) {
  if (!METRICS.includes(field as Metric)) return null;
  const [from, to] = colorRange(images, field as Metric);
  const digits = to - from > 50 ? 0 : 2;
  return (
    <Group gap={4} wrap="nowrap">
      <Text size="xs" c="dimmed" className="number">
        {from.toFixed(digits)}
      </Text>
      <div style={{ width: 70, height: 8, borderRadius: 4, background: RAMP_CSS }} aria-hidden />
      <Text size="xs" c="dimmed" className="number">
        {to.toFixed(digits)}
      </Text>
    </Group>
  );
}

function pointIn(event: { clientX: number; clientY: number }, element: HTMLElement): Point {
  const frame = element.getBoundingClientRect();
  return [
    ((event.clientX - frame.left) / frame.width) * WIDTH,
    ((event.clientY - frame.top) / frame.height) * HEIGHT,
  ];
}
