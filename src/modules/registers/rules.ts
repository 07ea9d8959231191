import type { ReadHandle } from '../../platform/db/scoped-tables.ts';
import { z } from 'zod';
import type { Setting } from '../module.ts';
import { clauseOf, settingOf } from '../policy/index.ts';
import { halfTermRule, type HalfTermOf } from './half-terms.ts';
import type { RegisterShape, Rule } from './shape.ts';

/** What the policy's settings, as they are in force, make of a register. */
export interface RulesInForce {
  /** Why nothing can be added; undefined while something can. */
  readonly closed: Said | undefined;
  /** Fields that become required. */
  readonly needs: ReadonlySet<string>;
  readonly must: ReadonlyMap<string, { readonly be: string; readonly says: string }>;
  /** What stands above the form. */
  readonly tells: readonly Said[];
  /** The date field with which the choice of a half term has to agree, and the half term of a day. */
  readonly halfTerm?: { readonly day: string; readonly of: HalfTermOf };
}

/** A sentence, and the clause that set it, where one did. */
export interface Said {
  readonly says: string;
  readonly clause: string | undefined;
}

export const noRules: RulesInForce = { closed: undefined, needs: new Set(), must: new Map(), tells: [] };

/** The settings of all modules. Those that only packs speak of are read as they were set. */
export type SettingsOf = () => readonly Setting[];

/** A setting's value in force, by its code; undefined when nobody set it and nobody declares it. */
export async function settingByCode(db: ReadHandle, settings: SettingsOf, code: string): Promise<unknown> {
  const declared = settings().find((setting) => setting.code === code);
  return settingOf(db, declared ?? { code, sentence: '', schema: z.unknown(), fallback: undefined });
}

/** The rules of a register as the settings are now. */
export async function rulesInForce(db: ReadHandle, settings: SettingsOf, shape: RegisterShape): Promise<RulesInForce> {
  const rules = shape.rules ?? [];
  const halfTerm = await halfTermRule(db, shape);
  const always = halfTerm === undefined ? {} : { halfTerm };
  if (rules.length === 0) return { ...noRules, ...always };
  const values = new Map<string, readonly string[]>();
  for (const { setting } of rules) {
    if (!values.has(setting)) values.set(setting, textsOf(await settingByCode(db, settings, setting)));
  }
  const needs = new Set<string>();
  const must = new Map<string, { be: string; says: string }>();
  const tells: Said[] = [];
  let closed: Said | undefined;
  for (const rule of rules) {
    if (!holdsFor(rule, values.get(rule.setting) ?? [])) continue;
    const said = { says: rule.says, clause: await clauseOf(db, rule.setting) };
    switch (rule.then.what) {
      case 'closed':
        closed ??= said;
        break;
      case 'needs':
        for (const field of rule.then.fields) needs.add(field);
        tells.push(said);
        break;
      case 'must':
        must.set(rule.then.field, { be: rule.then.be, says: rule.says });
        tells.push(said);
        break;
      case 'tells':
        tells.push(said);
        break;
    }
  }
  return { closed, needs, must, tells, ...always };
}

function holdsFor(rule: Rule, values: readonly string[]): boolean {
  return values.some((value) => rule.is.includes(value));
}

/** What a setting says, as texts: one value, a list of them, a number or yes and no. */
export function textsOf(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(textsOf);
  if (typeof value === 'string') return [value];
  if (typeof value === 'number') return [String(value)];
  return typeof value === 'boolean' ? [value ? 'yes' : 'no'] : [];
}
