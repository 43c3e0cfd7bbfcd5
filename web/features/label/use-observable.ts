import { useSyncExternalStore } from 'react';
import type { Observable } from '../../editor/observable.ts';

export function useObservable<T>(observable: Observable<T>): T {
  return useSyncExternalStore(observable.subscribe, observable.get);
}
