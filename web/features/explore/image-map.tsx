import { useEffect, useMemo, useRef, useState, type PointerEvent } from 'react';
import { isPointInPolygon } from '../../../shared/geometry/is-point-in-polygon.ts';
import { drawMap, fitMap } from './draw-map.ts';
import type { ExploredImages } from './load-images.ts';

interface ImageMapProps {
  images: ExploredImages;
  shown: readonly number[];
  /** Rows inside what was drawn; undefined when it was only a click. */
  onLasso: (rows: ReadonlySet<number> | undefined) => void;
}

const [WIDTH, HEIGHT] = [640, 420];

/** Like images lie near each other; drawing around some keeps only them. */
export function ImageMap({ images, shown, onLasso }: ImageMapProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [ring, setRing] = useState<[number, number][]>([]);
  const view = useMemo(() => fitMap(images, WIDTH, HEIGHT), [images]);
  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!context) return;
    const isShown = new Uint8Array(images.count);
    for (const row of shown) isShown[row] = 1;
    const frame = context.createImageData(WIDTH, HEIGHT);
    drawMap(frame.data, WIDTH, HEIGHT, images, isShown, view, images.count > 20_000 ? 2 : 5);
    context.putImageData(frame, 0, 0);
  }, [images, shown, view]);

  const pointOf = (event: PointerEvent<HTMLElement>): [number, number] => {
    const frame = event.currentTarget.getBoundingClientRect();
    return [
      ((event.clientX - frame.left) / frame.width) * WIDTH,
      ((event.clientY - frame.top) / frame.height) * HEIGHT,
    ];
  };
  const finish = () => {
    if (ring.length === 0) return;
    setRing([]);
    if (ring.length < 8) return onLasso(undefined);
    const polygon = { parts: [[ring]] };
    const rows = new Set<number>();
    for (let row = 0; row < images.count; row++) {
      const at: [number, number] = [
        images.x[row] * view.scale + view.left,
        images.y[row] * view.scale + view.top,
      ];
      if (isPointInPolygon(at, polygon)) rows.add(row);
    }
    onLasso(rows);
  };
  return (
    <div
      style={{ position: 'relative', cursor: 'crosshair', touchAction: 'none' }}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        setRing([pointOf(event)]);
      }}
      onPointerMove={(event) => ring.length > 0 && setRing([...ring, pointOf(event)])}
      onPointerUp={finish}
      onPointerCancel={() => setRing([])}
    >
      <canvas
        ref={canvas}
        width={WIDTH}
        height={HEIGHT}
        style={{ width: '100%', display: 'block' }}
        role="img"
        aria-label={`Map of ${images.count} images by likeness; draw around some to keep only them`}
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
  );
}
