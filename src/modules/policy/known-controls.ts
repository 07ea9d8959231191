import type { Control, ModuleParts } from '../module.ts';
import type { ControlKnown } from './pack-checks.ts';

/** All controls of the program, by code. */
export function controlsByCode(parts: Pick<ModuleParts, 'whole'>): ReadonlyMap<string, Control> {
  return new Map(parts.whole().flatMap((module) => module.controls.map((control) => [control.code, control])));
}

/** Says which controls a pack may name. */
export function knownControls(parts: Pick<ModuleParts, 'whole'>): ControlKnown {
  const codes = controlsByCode(parts);
  return (code) => codes.has(code);
}
