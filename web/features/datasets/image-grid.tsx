import { Skeleton, Text } from '@mantine/core';
import { IconPhotoUp } from '@tabler/icons-react';
import { useElementSize } from '@mantine/hooks';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef, useState } from 'react';
import type { Asset } from '../../api/asset.ts';
import { usePages } from '../../api/use-pages.ts';
import { EmptyState } from '../shell/empty-state.tsx';
import { ErrorState } from '../shell/error-state.tsx';
import { ImageDetails } from './image-details.tsx';
import { stableUrl } from './stable-url.ts';

const CELL = 168;

/** Virtual grid of thumbnails; pages are loaded as they scroll into view. */
export function ImageGrid({ datasetId, isUploading }: { datasetId: string; isUploading: boolean }) {
  const assets = usePages<Asset>(
    'assets',
    { datasetId, status: 'ready' },
    { limit: 200, refetchIntervalMs: isUploading ? 1_500 : 6_000 },
  );
  const [chosen, setChosen] = useState<Asset>();
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
  const last = shown.at(-1)?.index ?? 0;
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = assets;
  useEffect(() => {
    if (last >= rows - 2 && hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [last, rows, hasNextPage, isFetchingNextPage, fetchNextPage]);
  return (
    <div className="scroll" ref={scroller} tabIndex={0} role="region" aria-label="Images">
      <div ref={sizer}>
        {assets.error !== null && <ErrorState error={assets.error} retry={() => void assets.refetch()} />}
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
                <button key={asset.id} type="button" className="thumb" onClick={() => setChosen(asset)}>
                  <img src={stableUrl(asset.id, asset.thumbnailUrl)} alt="" loading="lazy" decoding="async" />
                  <Text size="xs" truncate>
                    <bdi>{asset.name}</bdi>
                  </Text>
                </button>
              ))}
            </div>
          ))}
        </div>
      </div>
      {chosen !== undefined && <ImageDetails asset={chosen} onClose={() => setChosen(undefined)} />}
    </div>
  );
}
