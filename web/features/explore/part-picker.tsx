import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState, type PointerEvent } from 'react';
import { stableUrl } from '../datasets/stable-url.ts';
import { assetQuery } from '../label/label-queries.ts';
import type { ImagePart } from './use-similar.ts';

interface PartPickerProps {
  assetId: string;
  onClose: () => void;
  onPick: (part: ImagePart) => void;
}

/** Corners as shares of the picture. */
type Frame = [x0: number, y0: number, x1: number, y1: number];

/** A box is drawn on the image; what looks like its content is looked for. */
export function PartPicker({ assetId, onClose, onPick }: PartPickerProps) {
  const asset = useQuery(assetQuery(assetId)).data;
  const [frame, setFrame] = useState<Frame>();
  const [isDrawing, setDrawing] = useState(false);
  const url = stableUrl(`${assetId} large`, asset?.imageUrl);
  const at = (event: PointerEvent<HTMLElement>): [number, number] => {
    const box = event.currentTarget.getBoundingClientRect();
    const share = (value: number) => Math.max(0, Math.min(1, value));
    return [share((event.clientX - box.left) / box.width), share((event.clientY - box.top) / box.height)];
  };
  const [left, top, right, bottom] = frame
    ? [
        Math.min(frame[0], frame[2]),
        Math.min(frame[1], frame[3]),
        Math.max(frame[0], frame[2]),
        Math.max(frame[1], frame[3]),
      ]
    : [0, 0, 1, 1];
  const [width, height] = [asset?.width ?? 0, asset?.height ?? 0];
  const isLarge = (right - left) * width >= 8 && (bottom - top) * height >= 8;
  return (
    <Modal
      opened
      onClose={onClose}
      title="Look for a part"
      size="xl"
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <Stack gap="sm">
        <Text size="sm" c="dimmed">
          Draw a box around what you look for.
        </Text>
        <div
          style={{ position: 'relative', cursor: 'crosshair', touchAction: 'none', alignSelf: 'center' }}
          onPointerDown={(event) => {
            event.currentTarget.setPointerCapture(event.pointerId);
            const [x, y] = at(event);
            setDrawing(true);
            setFrame([x, y, x, y]);
          }}
          onPointerMove={(event) => {
            if (isDrawing && frame) setFrame([frame[0], frame[1], ...at(event)]);
          }}
          onPointerUp={() => setDrawing(false)}
        >
          {url !== undefined && (
            <img
              src={url}
              alt={asset?.key ?? ''}
              draggable={false}
              style={{ display: 'block', maxWidth: '100%', maxHeight: '60vh' }}
            />
          )}
          {frame && (
            <div
              aria-hidden
              style={{
                position: 'absolute',
                left: `${100 * left}%`,
                top: `${100 * top}%`,
                width: `${100 * (right - left)}%`,
                height: `${100 * (bottom - top)}%`,
                outline: '2px solid var(--mantine-color-orange-filled)',
                boxShadow: '0 0 0 1px black inset',
              }}
            />
          )}
        </div>
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button
            disabled={!isLarge || frame === undefined}
            onClick={() =>
              onPick({
                assetId,
                x: left * width,
                y: top * height,
                width: (right - left) * width,
                height: (bottom - top) * height,
              })
            }
          >
            Find images like it
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
