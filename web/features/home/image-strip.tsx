import type { Asset } from '../../api/asset.ts';
import { usePages } from '../../api/use-pages.ts';
import { stableUrl } from '../datasets/stable-url.ts';

/** The first images of a dataset, side by side: what a project is about, at a glance. */
export function ImageStrip({ datasetId, shown }: { datasetId: string; shown: number }) {
  const assets = usePages<Asset>('assets', { datasetId, status: 'ready' }, { limit: shown });
  return (
    <span
      className="image-strip"
      style={{ gridTemplateColumns: `repeat(${shown}, minmax(0, 1fr))` }}
      aria-hidden
    >
      {Array.from({ length: shown }, (_, index) => {
        const asset = assets.items?.at(index);
        return asset === undefined ? (
          <span key={index} />
        ) : (
          <img
            key={index}
            src={stableUrl(asset.id, asset.thumbnailUrl)}
            alt=""
            loading="lazy"
            decoding="async"
          />
        );
      })}
    </span>
  );
}
