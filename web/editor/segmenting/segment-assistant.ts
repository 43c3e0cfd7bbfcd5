import type { Box } from '../../../shared/geometry/box.ts';
import type { Rle } from '../../../shared/geometry/rle.ts';
import { Observable } from '../observable.ts';

/** `label` 1: belongs to the object; 0: does not. Image px. */
export interface HintPoint {
  x: number;
  y: number;
  label: 0 | 1;
}

/** What a person shows the model; all of it together describes one object. */
interface SegmentHints {
  points: HintPoint[];
  box?: Box;
}

/** What a segmentation model found. */
export interface SegmentedObject {
  /** Over the whole image. */
  mask: Rle;
  /** The model's own estimate of the IoU, 0–1. */
  score: number;
}

/** The model as the editor reaches it; whoever embeds the editor says where it runs. */
export interface Segmenter {
  /** Makes the picture ready, so that prompts are quick. */
  prepare(signal: AbortSignal): Promise<void>;
  segment(prompt: SegmentHints, signal: AbortSignal): Promise<SegmentedObject>;
  /** Every object of the picture, the surest first. */
  everything(signal: AbortSignal): Promise<SegmentedObject[]>;
}

export type AssistantState =
  | { kind: 'unprepared' }
  /** `since` in ms of `performance.now()`. */
  | { kind: 'preparing'; since: number }
  | { kind: 'ready' }
  | { kind: 'asking' }
  | { kind: 'found'; score: number }
  | { kind: 'failed'; message: string };

let conversations = 0;

/**
 * Keeps the conversation with the model in order: the picture is prepared once, a newer prompt supersedes an older
 * one, and an answer that comes too late is dropped.
 */
export class SegmentAssistant {
  /** Tells one conversation from another. */
  readonly number = ++conversations;
  readonly state = new Observable<AssistantState>({ kind: 'unprepared' });
  readonly #segmenter: Segmenter;
  readonly #ending = new AbortController();
  #preparing: Promise<void> | undefined;
  #asking: AbortController | undefined;

  constructor(segmenter: Segmenter) {
    this.#segmenter = segmenter;
  }

  /** Safe to call often; a failed preparation is tried again. */
  prepare(): Promise<void> {
    if (this.#preparing === undefined) {
      this.state.set({ kind: 'preparing', since: performance.now() });
      this.#preparing = this.#segmenter.prepare(this.#ending.signal).then(
        () => {
          if (this.state.value.kind === 'preparing') this.state.set({ kind: 'ready' });
        },
        (error: unknown) => {
          this.#preparing = undefined;
          this.#fail(error);
          throw error;
        },
      );
    }
    return this.#preparing;
  }

  /** Undefined when it failed (the state says why) or when a newer prompt took its place. */
  async ask(prompt: SegmentHints): Promise<SegmentedObject | undefined> {
    this.#asking?.abort();
    const own = new AbortController();
    this.#asking = own;
    try {
      await this.prepare();
      if (own.signal.aborted) return undefined;
      this.state.set({ kind: 'asking' });
      const found = await this.#segmenter.segment(prompt, own.signal);
      if (own.signal.aborted) return undefined;
      this.state.set({ kind: 'found', score: found.score });
      return found;
    } catch (error) {
      if (!own.signal.aborted) this.#fail(error);
      return undefined;
    }
  }

  /** One answer beside the conversation; throws when there is none. */
  async segmentOne(prompt: SegmentHints, signal: AbortSignal): Promise<SegmentedObject> {
    await this.prepare();
    return this.#segmenter.segment(prompt, signal);
  }

  async everything(signal: AbortSignal): Promise<SegmentedObject[]> {
    await this.prepare();
    return this.#segmenter.everything(signal);
  }

  /** Forgets the prompt that is being answered. */
  rest(): void {
    this.#asking?.abort();
    this.#asking = undefined;
    const { kind } = this.state.value;
    if (kind === 'asking' || kind === 'found') this.state.set({ kind: 'ready' });
  }

  destroy(): void {
    this.#asking?.abort();
    this.#ending.abort();
  }

  #fail(error: unknown): void {
    if (this.#ending.signal.aborted) return;
    this.state.set({ kind: 'failed', message: error instanceof Error ? error.message : String(error) });
  }
}
