export interface QueueMessage {
  id: string;
  body: unknown;
  /** Proves this very delivery to `done` and `retry`. */
  receipt: string;
  /** Deliveries so far, this one included: 1 on the first. */
  attempts: number;
}

export interface DeadLetter {
  id: string;
  body: unknown;
  attempts: number;
}

export interface SendOptions {
  /** Not delivered before; 0 to 900. */
  delaySeconds?: number;
  /** Two sends with the same id while the first is still waiting or in work are one message. */
  deduplicationId?: string;
}

/**
 * Messages that are delivered at least once, in about the order in which they became due. What is neither done nor
 * retried comes back when its visibility ends; after too many attempts it is parked as a dead letter.
 */
export interface Queue {
  /** Durable when it returns. `body` is any JSON value. */
  send: (body: unknown, options?: SendOptions) => Promise<{ id: string }>;
  /** Up to `max` (1 to 10) messages, hidden from others for `visibilitySeconds`. Does not wait. */
  receive: (options: { max: number; visibilitySeconds: number }) => Promise<QueueMessage[]>;
  /** Removes it for good. A receipt of an older delivery changes nothing. */
  done: (receipt: string) => Promise<void>;
  /** Gives it back, to be delivered again after the delay; the last attempt's goes to the dead letters. */
  retry: (receipt: string, delaySeconds: number) => Promise<void>;
  deadLetters: (options?: { limit?: number }) => Promise<DeadLetter[]>;
  /** Puts dead letters back with their attempts forgotten: all of them, or those named. Returns how many. */
  redrive: (ids?: string[]) => Promise<number>;
}
