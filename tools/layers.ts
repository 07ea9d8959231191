import { posix } from 'node:path';

/**
 * The house's rules about who may import whom ("Allowed directions" of the architecture). Pure: paths in, a sentence out.
 * Both the linter (layer-rule.ts) and test/conformance/imports.test.ts ask here, so that the two cannot disagree.
 *
 * Paths are relative to the project's root with forward slashes: `src/modules/people/index.ts`.
 */

export interface Import {
  readonly from: string;
  /** A path from the root for our own files; otherwise the name as written: `zod`, `node:fs`. */
  readonly to: string;
}

/** The files that join parts together or start them. */
const entryPoints = new Set(['compose.ts', 'webd.ts', 'filterd.ts', 'cli.ts', 'main.ts']);

/** Parts of the ground floor that the filter may use. */
const platformForFilter = new Set(['log', 'time', 'config', 'errors']);

/** Pure parts of the filter, and the modules that may use them. */
const filterForModules = new Set(['ruleset', 'spool', 'engine', 'lists']);
const modulesNextToFilter = new Set(['filtering', 'monitoring']);

interface Place {
  readonly floor: 'platform' | 'modules' | 'filter' | 'entry' | 'outside src' | 'package' | 'unknown';
  /** The folder on that floor: `people`, `engine`; for an entry point the file itself. */
  readonly part: string;
  /** What follows in the path: `index.ts`. */
  readonly rest: string;
}

function placeOf(path: string): Place {
  if (
    !/\.[a-z]+$/.test(path) ||
    path.startsWith('node:') ||
    !/^(src|test|tools|migrations|assets|policies|standards|package\.json)/.test(path)
  ) {
    return { floor: 'package', part: path, rest: '' };
  }
  const [top = '', floor = '', part = '', ...rest] = path.split('/');
  if (top !== 'src') return { floor: 'outside src', part: top, rest: '' };
  if (floor === 'platform' || floor === 'modules' || floor === 'filter') return { floor, part, rest: rest.join('/') };
  // The command line may grow a folder of its own beside cli.ts.
  if (floor === 'cli') return { floor: 'entry', part: 'cli.ts', rest: '' };
  return entryPoints.has(floor)
    ? { floor: 'entry', part: floor, rest: '' }
    : { floor: 'unknown', part: floor, rest: '' };
}

/**
 * Why this import is not allowed, as a sentence with the cure; undefined when it is allowed.
 * Tests beside the code follow the same rules, and may besides use `test/support`, the builders (`testing.ts`, of a part too) of any module,
 * and in a module the whole app.
 */
export function layerProblem({ from, to }: Import): string | undefined {
  const source = placeOf(from);
  const target = placeOf(to);
  if (source.floor === 'outside src' || source.floor === 'package') return undefined;
  const isTest = from.endsWith('.test.ts') || (source.floor === 'modules' && isBuilders(source.rest));
  if (source.floor === 'unknown') {
    return `src/${source.part} is on no floor of the house: put it under platform, modules or filter.`;
  }
  if (target.floor === 'outside src') {
    if (isTest && target.part === 'test') return undefined;
    if (source.floor === 'entry' || target.part === 'package.json') return undefined;
    if (target.part === 'migrations' && source.floor === 'platform' && source.part === 'db') return undefined;
    return `src does not import from ${target.part}/; have it passed in by compose.ts.`;
  }
  switch (source.floor) {
    case 'entry':
      return entryProblem(source.part, target);
    case 'platform':
      if (target.floor === 'platform' || target.floor === 'package') return undefined;
      return 'platform is the ground floor and knows nothing of what stands on it: have it passed in.';
    case 'filter':
      return filterProblem(source, target, isTest);
    case 'modules':
      return moduleProblem(source, target, isTest);
  }
}

function entryProblem(file: string, target: Place): string | undefined {
  if (file === 'main.ts' && target.floor !== 'platform' && target.floor !== 'package') {
    return 'main.ts is a supervisor without logic: it uses only platform.';
  }
  if (file === 'filterd.ts' && (target.floor === 'modules' || target.floor === 'entry')) {
    return 'The filter knows nothing of the web app: filterd.ts uses only filter and platform.';
  }
  return undefined;
}

function filterProblem(source: Place, target: Place, isTest: boolean): string | undefined {
  if (source.part === 'engine') {
    if (target.floor === 'filter' && target.part === 'engine') return undefined;
    if (isTest && (target.floor === 'package' || target.floor === 'filter')) return undefined;
    return 'filter/engine is pure and imports nothing but itself: pass in what it needs.';
  }
  if (target.floor === 'filter' || target.floor === 'package') return undefined;
  if (target.floor === 'platform' && (platformForFilter.has(target.part) || (isTest && target.part === 'ids')))
    return undefined;
  return 'The filter may use only platform/{log,time,config,errors}: it must run with the web app and its database away.';
}

function moduleProblem(source: Place, target: Place, isTest: boolean): string | undefined {
  switch (target.floor) {
    case 'platform':
    case 'package':
      return undefined;
    case 'modules':
      if (target.part === source.part || target.rest === 'index.ts') return undefined;
      // What every module shares lies beside the modules: the shape that each exports (module.ts), what evidence is worth (evidence.ts).
      if (target.part === 'module.ts' || target.part === 'evidence.ts') return undefined;
      if (isTest && isBuilders(target.rest)) return undefined;
      return `Another module is entered by its door: import from modules/${target.part}/index.ts.`;
    case 'filter':
      if (isTest || (modulesNextToFilter.has(source.part) && filterForModules.has(target.part))) return undefined;
      return 'Only modules/filtering and modules/monitoring may use the filter, and only its ruleset, spool, engine and lists.';
    default:
      if (isTest) return undefined;
      return 'Only compose.ts joins parts: a module does not import it.';
  }
}

/**
 * Circles between modules, each as the list of modules that leads back to its first. Tests do not count.
 * A circle is given once, beginning with its first module in alphabetical order.
 */
export function moduleCircles(imports: readonly Import[]): string[][] {
  const uses = new Map<string, Set<string>>();
  for (const { from, to } of imports) {
    const source = placeOf(from);
    const target = placeOf(to);
    if (source.floor !== 'modules' || target.floor !== 'modules' || source.part === target.part) continue;
    if (from.endsWith('.test.ts') || isBuilders(source.rest)) continue;
    uses.set(source.part, (uses.get(source.part) ?? new Set()).add(target.part));
  }
  const circles: string[][] = [];
  const walk = (path: readonly string[], first: string): void => {
    for (const next of [...(uses.get(path.at(-1) ?? '') ?? [])].sort()) {
      if (next === first) circles.push([...path]);
      else if (next > first && !path.includes(next)) walk([...path, next], first);
    }
  };
  for (const first of [...uses.keys()].sort()) walk([first], first);
  return circles;
}

/** The path from the root that a specifier names: `src/a/b.ts` importing `../c.ts` gives `src/c.ts`; packages stay as written. */
export function importedPath(from: string, specifier: string): string {
  return specifier.startsWith('.') ? posix.join(posix.dirname(from), specifier) : specifier;
}

/** True for the builders of a module or of one of its parts. */
function isBuilders(rest: string): boolean {
  return rest === 'testing.ts' || rest.endsWith('/testing.ts');
}
