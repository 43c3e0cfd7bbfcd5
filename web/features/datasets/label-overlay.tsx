import { useEffect, useRef } from 'react';
import type { LabelPreview } from '../../api/label-preview.ts';
import { drawPreview, type Fit } from './draw-preview.ts';

interface LabelOverlayProps {
  preview: LabelPreview;
  /** Of the image, in its own pixels. */
  width: number;
  height: number;
  fit: Fit;
  colors: ReadonlyMap<string, string>;
}

/** The labels of an image over its thumbnail, in the colours of their classes. */
export function LabelOverlay({ preview, width, height, fit, colors }: LabelOverlayProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    if (canvas.current !== null) drawPreview(canvas.current, preview, { width, height }, fit, colors);
  }, [preview, width, height, fit, colors]);
  return <canvas ref={canvas} className="label-overlay" aria-hidden />;
}
