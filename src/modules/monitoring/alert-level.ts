/** What an event of the filter means for the safeguarding lead: which alert it belongs to, and how serious that is. Pure. */

export const severities = ['urgent', 'serious', 'notice'] as const;
export type Severity = (typeof severities)[number];

/** How serious a blocked attempt at a category is (lists/starter/index.yaml, and the school's own lists). */
export type CategoryLevel = 'none' | 'notice' | 'serious';

export interface AlertLevel {
  /** `help`, `illegal`, `school-block`, or the code of a category. Attempts of one kind by one person are one alert. */
  readonly kind: string;
  readonly severity: Severity;
  /** Lower comes first: a child who waits for help stands before everything. */
  readonly rank: 0 | 1 | 2 | 3;
}

/**
 * The alert that an event belongs to; undefined when it raises none.
 *
 * - "Tell an adult" is urgent and comes first. An attempt at the illegal tier is urgent.
 * - Attempts at a category follow the category's level; a category that no list of ours knows counts as a notice, never as nothing.
 * - A site that the school itself blocked is a notice: somebody decided that it matters.
 * - Help (tier 0), a person whose internet is stopped (tier 2) and sites that no list knows (tier 8) raise none.
 */
export function alertLevelOf(
  event: { readonly type: string; readonly tier: number | null; readonly rule: string | null },
  levelOf: (category: string) => CategoryLevel | undefined,
): AlertLevel | undefined {
  if (event.type === 'help-asked') return { kind: 'help', severity: 'urgent', rank: 0 };
  if (event.type !== 'blocked') return undefined;
  switch (event.tier) {
    case 1:
      return { kind: 'illegal', severity: 'urgent', rank: 1 };
    case 4:
      return { kind: 'school-block', severity: 'notice', rank: 3 };
    case 6: {
      // A rule of another shape than a category's code comes from a damaged or foreign writer.
      const kind = event.rule !== null && /^[a-z0-9][a-z0-9.-]{0,63}$/.test(event.rule) ? event.rule : 'unknown';
      const level = levelOf(kind) ?? 'notice';
      if (level === 'none') return undefined;
      return level === 'serious' ? { kind, severity: 'serious', rank: 2 } : { kind, severity: 'notice', rank: 3 };
    }
    default:
      return undefined;
  }
}
