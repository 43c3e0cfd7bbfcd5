import { decodeText } from './decode-text.ts';

/**
 * The value of a JSON text. Python writes NaN and Infinity, which are no JSON: they become null and `onNotANumber` is
 * called. Throws SyntaxError for anything else that is wrong.
 */
export function parseJson(bytes: Uint8Array | string, onNotANumber: () => void): unknown {
  const text = typeof bytes === 'string' ? bytes : decodeText(bytes);
  try {
    return JSON.parse(text);
  } catch (error) {
    if (!/NaN|Infinity/.test(text)) throw error;
    let found = false;
    const mended = text.replace(/"(?:[^"\\]|\\.)*"|-?\b(?:NaN|Infinity)\b/g, (token) => {
      if (token.startsWith('"')) return token;
      found = true;
      return 'null';
    });
    if (!found) throw error;
    const value: unknown = JSON.parse(mended);
    onNotANumber();
    return value;
  }
}
