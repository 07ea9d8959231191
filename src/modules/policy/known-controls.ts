import type { Control, ModuleParts } from '../module.ts';
import type { ControlKnown } from './pack-checks.ts';

/** All controls that the program declares, by code. */
export function controlsByCode(parts: Pick<ModuleParts, 'whole'>): ReadonlyMap<string, Control> {
  return new Map(parts.whole().flatMap((module) => module.controls.map((control) => [control.code, control])));
}

/** Finds a control by its code: a declared one, or one that is named with a word of the school's. */
export function controlFinder(parts: Pick<ModuleParts, 'whole'>): (code: string) => Control | undefined {
  const declared = controlsByCode(parts);
  return (code) => declared.get(code) ?? namedControl(parts, code);
}

function namedControl(parts: Pick<ModuleParts, 'whole'>, code: string): Control | undefined {
  for (const { namedControls } of parts.whole()) {
    if (namedControls !== undefined && code.startsWith(namedControls.prefix)) {
      return namedControls.of(code.slice(namedControls.prefix.length));
    }
  }
  return undefined;
}

/** Says which controls a pack may name. */
export function knownControls(parts: Pick<ModuleParts, 'whole'>): ControlKnown {
  const find = controlFinder(parts);
  return (code) => find(code) !== undefined;
}
