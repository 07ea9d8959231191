import { z } from 'zod';

import type { FieldError, Schema } from '../commands/command.ts';

export type Parsed<Value> =
  { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly errors: readonly FieldError[] };

/**
 * The one parser for all that people give: forms, queries, settings, imports. Messages come from the schema, in GOV.UK wording
 * ("Enter …", "Choose …"); the first message of each field counts. Never throws.
 */
export function parseInput<Value>(schema: Schema<Value>, raw: unknown): Parsed<Value> {
  const result = z.safeParse(schema, raw);
  if (result.success) return { ok: true, value: result.data };
  const errors: FieldError[] = [];
  const seen = new Set<string>();
  for (const issue of result.error.issues) {
    const field = issue.path.map(String).join('-');
    if (seen.has(field)) continue;
    seen.add(field);
    errors.push({ field, message: issue.message });
  }
  return { ok: false, errors };
}

/**
 * Makes one raw input of what a request brought. The path's parameters win over the body, so that a form cannot name another record than
 * its address does. `when-day`, `when-month`, `when-year` become `when: { day, month, year }`. Keys that are not ours are dropped, and the
 * character NUL, which nobody can type and no store can keep.
 */
export function rawInput(params: unknown, given: unknown): Record<string, unknown> {
  const raw: Record<string, unknown> = {};
  const put = (source: unknown): void => {
    if (typeof source !== 'object' || source === null) return;
    for (const [key, brought] of Object.entries(source)) {
      const value = withoutNul(brought);
      if (key === '_csrf' || key === '__proto__') continue;
      const part = /^([A-Za-z][A-Za-z0-9]*)-(day|month|year)$/.exec(key);
      if (part?.[1] !== undefined && part[2] !== undefined) {
        const whole = raw[part[1]];
        const parts: Record<string, unknown> = isRecord(whole) ? whole : {};
        parts[part[2]] = value;
        raw[part[1]] = parts;
      } else {
        raw[key] = value;
      }
    }
  };
  put(given);
  put(params);
  return raw;
}

function withoutNul(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNul);
  return typeof value === 'string' ? value.replaceAll('\0', '') : value;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
