/** A state of an ASL file, as far as this program looks into it. */
export interface AslState {
  Type: string;
  Resource?: string;
  Parameters?: Record<string, unknown>;
  Iterator?: AslStates;
  ItemProcessor?: AslStates;
  Branches?: AslStates[];
  [field: string]: unknown;
}

export interface AslStates {
  StartAt: string;
  States: Record<string, AslState>;
  [field: string]: unknown;
}

/** Every state of a machine with those inside Map and Parallel; names are unique within a machine. */
export function* statesOf(machine: AslStates): Generator<[name: string, state: AslState]> {
  for (const [name, state] of Object.entries(machine.States)) {
    yield [name, state];
    for (const inner of [state.Iterator, state.ItemProcessor, ...(state.Branches ?? [])]) {
      if (inner !== undefined) yield* statesOf(inner);
    }
  }
}

const PLACEHOLDER = /^\$\{([A-Z][A-Za-z0-9]*)FunctionArn\}$/;

/** `${ParkForReviewFunctionArn}` stands for `functions/park-for-review`; undefined for anything else. */
export function functionFolderOf(placeholder: unknown): string | undefined {
  const name = typeof placeholder === 'string' ? PLACEHOLDER.exec(placeholder)?.[1] : undefined;
  return name?.replace(/[A-Z]/g, (letter, at: number) => (at === 0 ? '' : '-') + letter.toLowerCase());
}
