import type { SchoolId } from '../platform/ids/ids.ts';
import type { Evidence } from './module.ts';

/** What was shown while the records stood still. */
export interface RememberedEvidence {
  /**
   * What is remembered of a school for one state of its records, by control; empty for a state not seen before. `state` names that state: whatever was remembered of
   * another is forgotten.
   */
  readonly at: (school: SchoolId, state: string) => Map<string, Evidence>;
}

/** Remembers, for each school, the evidence of one state of its records: the newest that was asked for. */
export function rememberedEvidence(): RememberedEvidence {
  const schools = new Map<SchoolId, { readonly state: string; readonly found: Map<string, Evidence> }>();
  return {
    at: (school, state) => {
      const known = schools.get(school);
      if (known?.state === state) return known.found;
      const found = new Map<string, Evidence>();
      schools.set(school, { state, found });
      return found;
    },
  };
}
