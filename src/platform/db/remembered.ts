import type { SchoolId } from '../ids/ids.ts';

/** What was worked out while the records stood still (records-state.ts). */
export interface Remembered<Value> {
  /**
   * What is remembered of a school for one state of its records, by name; empty for a state not seen before. `state` names that state: whatever was remembered of
   * another is forgotten.
   */
  readonly at: (school: SchoolId, state: string) => Map<string, Value>;
}

/** Remembers, for each school, what was worked out from one state of its records: the newest that was asked for. */
export function remembered<Value>(): Remembered<Value> {
  const schools = new Map<SchoolId, { readonly state: string; readonly found: Map<string, Value> }>();
  return {
    at: (school, state) => {
      const known = schools.get(school);
      if (known?.state === state) return known.found;
      const found = new Map<string, Value>();
      schools.set(school, { state, found });
      return found;
    },
  };
}
