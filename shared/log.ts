/** One JSON object per line, so that both a terminal and CloudWatch Logs Insights can read it. */
export interface Log {
  info(message: string, fields?: Record<string, unknown>): void;
  warn(message: string, fields?: Record<string, unknown>): void;
  error(message: string, fields?: Record<string, unknown>): void;
}

type Write = (line: string) => void;

/** `fields` are added to every line. Never log secrets, signed links or label contents. */
export function jsonLog(
  fields: Record<string, unknown> = {},
  write: Write = (line) => process.stderr.write(`${line}\n`),
): Log {
  const at =
    (level: string) =>
    (message: string, more: Record<string, unknown> = {}) =>
      write(JSON.stringify({ level, message, time: new Date().toISOString(), ...fields, ...more }));
  return { info: at('info'), warn: at('warn'), error: at('error') };
}
