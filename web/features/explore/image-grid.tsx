import { Button, SimpleGrid } from '@mantine/core';
import { useState } from 'react';
import { ImageCard } from './image-card.tsx';
import type { ExploredImages } from './load-images.ts';

interface ImageGridProps {
  images: ExploredImages;
  shown: readonly number[];
  selected: ReadonlySet<number>;
  /** What a taught model says of an image. */
  said: ReadonlyMap<number, string>;
  onSelected: (selected: ReadonlySet<number>) => void;
  onSimilar: (row: number) => void;
  onPart: (row: number) => void;
}

const PAGE = 24;

/** The images that pass all filters, a page at a time. */
export function ImageGrid(props: ImageGridProps) {
  const { images, shown, selected, said, onSelected, onSimilar, onPart } = props;
  const [count, setCount] = useState(PAGE);
  return (
    <>
      <SimpleGrid cols={{ base: 2, xs: 3, sm: 4, md: 6, lg: 8 }} spacing="xs">
        {shown.slice(0, count).map((row) => (
          <ImageCard
            key={row}
            images={images}
            row={row}
            said={said.get(row)}
            isSelected={selected.has(row)}
            onSelect={(isOn) => {
              const next = new Set(selected);
              if (isOn) next.add(row);
              else next.delete(row);
              onSelected(next);
            }}
            onSimilar={() => onSimilar(row)}
            onPart={() => onPart(row)}
          />
        ))}
      </SimpleGrid>
      {shown.length > count && (
        <Button variant="default" onClick={() => setCount(count + PAGE)}>
          Show more
        </Button>
      )}
    </>
  );
}
