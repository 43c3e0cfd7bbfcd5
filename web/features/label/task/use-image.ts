import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { Asset } from '../../../api/asset.ts';
import { decodePicture } from '../../../editor/drawing/decode-picture.ts';
import type { Editor } from '../../../editor/editor.ts';
import { imageBlobQuery } from '../label-queries.ts';
import { pictureShelf } from './picture-shelf.ts';

/**
 * Brings the picture into the editor; one that was decoded ahead is there in the same frame. Formats that browsers
 * cannot show (TIFF, some others) are shown by their thumbnail, stretched to the true size: labels still lie where
 * they belong.
 */
export function useImage(editor: Editor | undefined, asset: Asset): { problem: string | undefined } {
  const client = useQueryClient();
  const [problem, setProblem] = useState<{ assetId: string; text: string }>();
  const { id, width = 1, height = 1, imageUrl, thumbnailUrl } = asset;
  useEffect(() => {
    if (editor === undefined) return;
    const size = { width, height };
    editor.setImageSize(size);
    const ready = pictureShelf.take(id);
    if (ready !== undefined) {
      editor.showPicture(ready);
      return;
    }
    let isOver = false;
    const say = (text: string) => {
      if (!isOver) setProblem({ assetId: id, text });
    };
    const show = async (blob: Blob) => {
      const picture = await decodePicture(blob, size);
      if (isOver) picture.whole.close();
      else editor.showPicture(picture);
    };
    void (async () => {
      let blob: Blob;
      try {
        blob = await client.fetchQuery(imageBlobQuery(id, imageUrl));
      } catch (error) {
        say(error instanceof Error ? error.message : String(error));
        return;
      }
      try {
        await show(blob);
      } catch {
        try {
          await show(await fetch(thumbnailUrl ?? '').then((response) => response.blob()));
          say('Your browser cannot show this file format; you see its preview, enlarged.');
        } catch {
          say('The image could not be shown.');
        }
      }
    })();
    return () => {
      isOver = true;
    };
    // Signed addresses are renewed now and then: that alone must not load the picture again.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [editor, client, id, width, height]);
  return { problem: problem?.assetId === id ? problem.text : undefined };
}
