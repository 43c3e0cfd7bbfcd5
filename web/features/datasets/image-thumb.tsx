import { Text } from '@mantine/core';
import { memo } from 'react';
import type { Asset } from '../../api/asset.ts';
import type { LabelPreview } from '../../api/label-preview.ts';
import { LabelOverlay } from './label-overlay.tsx';
import { stableUrl } from './stable-url.ts';

interface ImageThumbProps {
  asset: Asset;
  preview: LabelPreview | undefined;
  colors: ReadonlyMap<string, string>;
  onOpen: (assetId: string) => void;
}

/** A thumbnail with the name under it, and its labels when they are shown. */
export const ImageThumb = memo(function ImageThumb({ asset, preview, colors, onOpen }: ImageThumbProps) {
  return (
    <button
      type="button"
      className="thumb"
      title={preview === undefined ? undefined : `${preview.objects} objects`}
      onClick={() => onOpen(asset.id)}
    >
      <span className="thumb-picture">
        <img src={stableUrl(asset.id, asset.thumbnailUrl)} alt="" loading="lazy" decoding="async" />
        {preview !== undefined && asset.width !== undefined && asset.height !== undefined && (
          <LabelOverlay
            preview={preview}
            width={asset.width}
            height={asset.height}
            fit="cover"
            colors={colors}
          />
        )}
      </span>
      <Text size="xs" truncate>
        <bdi>{asset.name}</bdi>
      </Text>
    </button>
  );
});
