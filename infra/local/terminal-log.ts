import type { Log } from '../../shared/log.ts';

/** Log lines for a person at a terminal: the time, the sentence, and the facts that tell one case from another. */
export function terminalLog(write: (line: string) => void): Log {
  const at =
    (mark: string, isShown: boolean) =>
    (message: string, fields: Record<string, unknown> = {}): void => {
      if (!isShown) return;
      const facts = Object.entries(fields)
        .filter(([name, value]) => name !== 'stack' && value !== undefined)
        .map(([name, value]) => `${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}`);
      write(
        `${new Date().toTimeString().slice(0, 8)} ${mark} ${[message, ...facts].join('\n           ')}\n`,
      );
    };
  return { info: at(' ', false), warn: at('!', true), error: at('✗', true) };
}
