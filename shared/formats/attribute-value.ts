import type { AttributeValue, AttributeValues } from '../labels/attributes.ts';

/**
 * What other tools write as an attribute, as one of ours: switches become "true" and "false", an object of switches
 * the list of those that are on, lists become lists of texts, and any other structure its JSON text.
 */
export function attributeValue(value: unknown): AttributeValue | undefined {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
  if (typeof value === 'boolean') return String(value);
  if (value === null || value === undefined) return undefined;
  if (Array.isArray(value)) {
    const isPlain = value.every((one) => typeof one !== 'object' || one === null);
    return isPlain ? value.filter((one) => one !== null).map(String) : JSON.stringify(value);
  }
  const entries = Object.entries(value);
  const areSwitches = entries.length > 0 && entries.every(([, one]) => isSwitch(one));
  return areSwitches ? entries.filter(([, one]) => isOn(one)).map(([name]) => name) : JSON.stringify(value);
}

function isSwitch(value: unknown): boolean {
  return typeof value === 'boolean' || value === 0 || value === 1 || value === '0' || value === '1';
}

function isOn(value: unknown): boolean {
  return value === true || value === 1 || value === '1';
}

export function attributeValues(values: Record<string, unknown> | undefined): AttributeValues {
  const result: AttributeValues = {};
  for (const [name, raw] of Object.entries(values ?? {})) {
    const value = attributeValue(raw);
    if (value !== undefined) result[name] = value;
  }
  return result;
}

/** The other way: "true" and "false" are written as switches. */
export function plainAttributes(values: AttributeValues | undefined): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(values ?? {})) {
    result[name] = value === 'true' ? true : value === 'false' ? false : value;
  }
  return result;
}

/** An attribute where a format has a number: switches are 1 and 0, anything else is `fallback`. */
export function numberOfAttribute(value: AttributeValue | undefined, fallback: number): number {
  if (typeof value === 'number') return value;
  return value === 'true' ? 1 : value === 'false' ? 0 : fallback;
}

/** An attribute where a format knows on and off only: 1 and the switch are on, 2 of another format's scale is not. */
export function isSwitchedOn(value: AttributeValue | undefined): boolean {
  return numberOfAttribute(value, 0) === 1;
}
