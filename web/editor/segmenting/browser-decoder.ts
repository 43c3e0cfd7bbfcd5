import type { Rle } from '../../../shared/geometry/rle.ts';
import type { SegmentPrompt } from '../../../shared/models/segment-prompt.ts';
import type { SegmenterProfileId } from '../../../shared/models/segmenter-profile.ts';
import type { DecoderAnswer, DecoderOrder } from './decoder-protocol.ts';

type Unnumbered<T> = T extends unknown ? Omit<T, 'order'> : never;

/**
 * The decoder of a segmentation model in a worker of this page: a click costs no way to a server. The worker starts
 * with the first model and keeps one model and one image.
 */
export class BrowserDecoder {
  #worker: Worker | undefined;
  #orders = 0;
  readonly #waiting = new Map<number, (answer: DecoderAnswer) => void>();
  #modelId: string | undefined;

  /** Whether this model is loaded, or being loaded. */
  hasModel(modelId: string): boolean {
    return this.#modelId === modelId;
  }

  /** `bytes`: the decoder, as ONNX. Throws when it cannot be run here. */
  async loadModel(modelId: string, profile: SegmenterProfileId, bytes: Uint8Array): Promise<void> {
    this.#modelId = modelId;
    try {
      await this.#ask({ kind: 'model', modelId, profile, bytes });
    } catch (error) {
      this.#modelId = undefined;
      throw error;
    }
  }

  /** `bytes`: an image's embedding, as the server keeps it. */
  async openImage(bytes: Uint8Array): Promise<void> {
    await this.#ask({ kind: 'image', bytes });
  }

  async segment(prompt: SegmentPrompt): Promise<{ mask: Rle; score: number }> {
    const answer = await this.#ask({ kind: 'segment', prompt });
    if (!('found' in answer) || answer.found === undefined) throw new Error('The decoder found nothing.');
    return answer.found;
  }

  #ask(order: Unnumbered<DecoderOrder>): Promise<DecoderAnswer> {
    this.#worker ??= this.#start();
    const number = ++this.#orders;
    return new Promise((resolve, reject) => {
      this.#waiting.set(number, (answer) => {
        if ('problem' in answer) reject(new Error(answer.problem));
        else resolve(answer);
      });
      this.#worker?.postMessage({ ...order, order: number });
    });
  }

  #start(): Worker {
    const worker = new Worker(new URL('./segment-decoder.worker.ts', import.meta.url), { type: 'module' });
    worker.addEventListener('message', ({ data }: MessageEvent<DecoderAnswer>) => {
      this.#waiting.get(data.order)?.(data);
      this.#waiting.delete(data.order);
    });
    worker.addEventListener('error', (event) => {
      // A worker that cannot run (no WebAssembly, out of memory) answers nothing any more.
      for (const [order, settle] of this.#waiting) settle({ order, problem: event.message });
      this.#waiting.clear();
      this.#modelId = undefined;
      this.#worker = undefined;
      worker.terminate();
    });
    return worker;
  }
}
