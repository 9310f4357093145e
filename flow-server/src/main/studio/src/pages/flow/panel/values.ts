import type { FlowInput } from '../document/model';

/** What a text in a form means for an input of a type; texts that are no JSON stay texts. */
export function readValue(text: string, type: string): unknown {
  if (type === 'string' || type === 'secret') return text;
  if (text.trim() === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** A value as it is typed. */
export function shownValue(value: unknown): string {
  return value === undefined || value === null ? '' : typeof value === 'string' ? value : JSON.stringify(value, null, value && typeof value === 'object' ? 1 : 0);
}

export function readInputs(inputs: FlowInput[], typed: Record<string, string>): Record<string, unknown> {
  return Object.fromEntries(
    inputs.flatMap((input) => {
      const text = typed[input.name];
      const value = text === undefined ? input.default : readValue(text, input.type);
      return value === undefined ? [] : [[input.name, value]];
    }),
  );
}
