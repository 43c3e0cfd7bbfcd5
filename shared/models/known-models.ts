import type { SegmenterDescription } from './segmenter-description.ts';

/** A model that people can fetch by name. */
export interface KnownModel {
  description: SegmenterDescription;
  /** One line for a person who chooses. */
  summary: string;
  /**
   * Where its files come from, below `DEFAULT_SOURCE` or a mirror. The git blob id is what they must be, to the byte
   * (it holds their length, too); more than `mostBytes` is not even received.
   */
  sources: Record<'encoder' | 'decoder', { path: string; mostBytes: number; gitBlob: string }>;
}

/** A mirror must offer the same paths. */
export const DEFAULT_SOURCE = 'https://raw.githubusercontent.com';

export const KNOWN_MODELS: readonly KnownModel[] = [
  {
    description: {
      id: 'efficient-sam-ti',
      name: 'EfficientSAM-Ti',
      kind: 'segmenter',
      profile: 'efficient-sam',
      licence: 'Apache-2.0',
      files: {
        encoder: { name: 'encoder.onnx' },
        decoder: { name: 'decoder.onnx' },
      },
    },
    summary: 'Photographs of all kinds; 41 MB, about 2 s per image and 0.15 s per click on a laptop.',
    sources: {
      encoder: {
        path: 'yformer/EfficientSAM/main/weights/efficient_sam_vitt_encoder.onnx',
        mostBytes: 27_000_000,
        gitBlob: '6458f72477ae216a1bd68db41ffa14802c8d54f1',
      },
      decoder: {
        path: 'yformer/EfficientSAM/main/weights/efficient_sam_vitt_decoder.onnx',
        mostBytes: 18_000_000,
        gitBlob: 'f9310202c916fe5a4ec9a6897edae855caf023f4',
      },
    },
  },
];
