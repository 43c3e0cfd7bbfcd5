import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { Asset } from '../../api/asset.ts';
import type { Editor } from '../../editor/editor.ts';
import { imageBlobQuery } from './label-queries.ts';

/**
 * Brings the picture into the editor. Formats that browsers cannot show (TIFF, some others) are shown by their
 * thumbnail, stretched to the true size: labels still lie where they belong.
 */
export function useImage(editor: Editor | undefined, asset: Asset): { problem: string | undefined } {
  const { data: blob, error } = useQuery(imageBlobQuery(asset.id, asset.imageUrl));
  const [problem, setProblem] = useState<string>();
  const { width = 1, height = 1, thumbnailUrl } = asset;
  useEffect(() => {
    editor?.setImageSize({ width, height });
  }, [editor, width, height]);
  useEffect(() => {
    if (editor === undefined || blob === undefined) return;
    let isOver = false;
    void (async () => {
      try {
        await editor.loadImage(blob, { width, height });
      } catch {
        try {
          const small = await fetch(thumbnailUrl ?? '').then((response) => response.blob());
          if (!isOver) await editor.loadImage(small, { width, height });
          if (!isOver)
            setProblem('Your browser cannot show this file format; you see its preview, enlarged.');
        } catch {
          if (!isOver) setProblem('The image could not be shown.');
        }
      }
    })();
    return () => {
      isOver = true;
    };
  }, [editor, blob, width, height, thumbnailUrl]);
  return { problem: error?.message ?? problem };
}
