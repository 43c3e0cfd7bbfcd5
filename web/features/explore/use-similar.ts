import { useMutation } from '@tanstack/react-query';
import { request } from '../../api/request.ts';
import { notifyProblem } from '../shell/notify-problem.ts';
import type { ExploredImages } from './load-images.ts';

/** A part of an image in its own pixels. */
export interface ImagePart {
  assetId: string;
  x: number;
  y: number;
  width: number;
  height: number;
}

interface Question {
  assetIds?: string[];
  crop?: ImagePart;
  /** What a person is told that the images are. */
  title: string;
}

const MOST = 200;

/** Asks for the images most like some, or like a part of one, over all images of the curation. */
export function useSimilar(
  curationId: string,
  images: ExploredImages,
  onFound: (similar: { title: string; rows: number[] }) => void,
) {
  return useMutation({
    mutationFn: async ({ assetIds = [], crop, title }: Question) => {
      const body = { assetIds, crop, limit: MOST };
      const path = `curations/${curationId}/similar`;
      const { items } = await request<{ items: { assetId: string }[] }>('POST', path, { body });
      const rowOf = new Map(images.assetId.map((id, row) => [id, row]));
      const rows = [...assetIds, ...items.map(({ assetId }) => assetId)].flatMap((id) => {
        const row = rowOf.get(id);
        return row === undefined ? [] : [row];
      });
      return { title, rows };
    },
    onSuccess: onFound,
    onError: (error) => notifyProblem('Nothing could be looked for', error),
  });
}
