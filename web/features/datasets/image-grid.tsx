import { Skeleton } from '@mantine/core';
import { useElementSize } from '@mantine/hooks';
import { IconPhotoUp } from '@tabler/icons-react';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef } from 'react';
import type { Asset } from '../../api/asset.ts';
import { usePages } from '../../api/use-pages.ts';
import { EmptyState } from '../shell/empty-state.tsx';
import { ErrorState } from '../shell/error-state.tsx';
import { ImageThumb } from './image-thumb.tsx';
import { useLabelPreviews } from './use-label-previews.ts';

const CELL = 168;
/** Lists up to this long are read again when images come or go; reading a longer one costs too much. */
const MOST_READ_AGAIN = 1_000;

interface ImageGridProps {
  datasetId: string;
  /** Ready images by the dataset's own count. */
  count: number | undefined;
  /** Of this project the labels are drawn over the thumbnails. */
  labelsOf: string | undefined;
  colors: ReadonlyMap<string, string>;
  onOpen: (assetId: string) => void;
}

/** Virtual grid of thumbnails; pages are loaded as they scroll into view. */
export function ImageGrid({ datasetId, count, labelsOf, colors, onOpen }: ImageGridProps) {
  const assets = usePages<Asset>('assets', { datasetId, status: 'ready' }, { limit: 200 });
  const scroller = useRef<HTMLDivElement>(null);
  const { ref: sizer, width } = useElementSize();
  const columns = Math.max(2, Math.floor(width / CELL));
  const items = assets.items ?? [];
  const rows = Math.ceil(items.length / columns);
  // oxlint-disable-next-line react/incompatible-library -- its functions change identity on every render anyway
  const virtualizer = useVirtualizer({
    count: rows,
    getScrollElement: () => scroller.current,
    estimateSize: () => CELL + 6,
    overscan: 3,
  });
  const shown = virtualizer.getVirtualItems();
  const first = shown.at(0)?.index ?? 0;
  const last = shown.at(-1)?.index ?? 0;
  const { hasNextPage, isFetchingNextPage, fetchNextPage, refetch } = assets;
  useEffect(() => {
    if (last >= rows - 2 && hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [last, rows, hasNextPage, isFetchingNextPage, fetchNextPage]);
  const loaded = items.length;
  useEffect(() => {
    if (count !== undefined && !hasNextPage && loaded !== count && loaded <= MOST_READ_AGAIN) void refetch();
    // oxlint-disable-next-line react/exhaustive-deps -- only when the count moves: it may differ for a moment
  }, [count, refetch]);
  const previews = useLabelPreviews(labelsOf, items, first * columns, (last + 1) * columns - 1);
  return (
    <div className="scroll" ref={scroller} tabIndex={0} role="region" aria-label="Images">
      <div ref={sizer}>
        {assets.error !== null && <ErrorState error={assets.error} retry={() => void refetch()} />}
        {assets.isPending && <Skeleton height={160} />}
        {assets.items?.length === 0 && (
          <EmptyState icon={IconPhotoUp} title="No images here yet">
            Drop JPEG, PNG, WebP, AVIF, TIFF, BMP or GIF files onto this page, or whole folders of them. Files
            that cannot be read go to the quarantine with a reason.
          </EmptyState>
        )}
        <div className="grid-rows" style={{ height: virtualizer.getTotalSize() }}>
          {shown.map((row) => (
            <div
              key={row.key}
              className="grid-row"
              style={{
                transform: `translateY(${row.start}px)`,
                gridTemplateColumns: `repeat(${columns}, 1fr)`,
              }}
            >
              {items.slice(row.index * columns, (row.index + 1) * columns).map((asset) => (
                <ImageThumb
                  key={asset.id}
                  asset={asset}
                  preview={previews.get(asset.id)}
                  colors={colors}
                  onOpen={onOpen}
                />
              ))}
            </div>
          ))}
        </div>
      </div>
    </div>
  );
}
