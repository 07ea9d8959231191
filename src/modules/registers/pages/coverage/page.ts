import { page } from '../../../../platform/http/pages.ts';
import { daysOfYear, type CoverageGrid } from '../../coverage-grid.ts';
import { formName } from '../../field-names.ts';
import type { makeSeeCoverage } from '../../queries/see-coverage.ts';
import type { Option } from '../../shape.ts';

const BASE = '/registers/lessons';
const ADDRESS = `${BASE}/coverage`;

/** The grid of what was taught: half terms by year group, topics by year group, and topics by half term of one year group. */
export const coveragePage = (query: ReturnType<typeof makeSeeCoverage>) =>
  page({
    path: ADDRESS,
    template: 'modules/registers/pages/coverage/page.njk',
    query,
    view: ({ grid, thisYear, yearGroup }) => {
      const years = (year: number): string => `${String(year)} to ${String(year + 1)}`;
      const link = (year: number): string => (year === thisYear ? ADDRESS : `${ADDRESS}?year=${String(year)}`);
      const only = yearGroup === undefined ? {} : { yearGroup: yearGroup.code };
      const total = grid.lessons(only);
      return {
        title: yearGroup === undefined ? 'Lessons taught' : `Lessons taught: ${yearGroup.label}`,
        back:
          yearGroup === undefined
            ? { href: BASE, text: 'Online-safety lessons' }
            : { href: link(grid.year), text: 'All year groups' },
        data: {
          years: years(grid.year),
          total,
          earlier: { href: `${ADDRESS}?year=${String(grid.year - 1)}`, text: years(grid.year - 1) },
          later: grid.year < thisYear ? { href: link(grid.year + 1), text: years(grid.year + 1) } : undefined,
          hasYearGroups: grid.yearGroups.length > 0,
          missing: missingWords(grid, only),
          whom: yearGroup === undefined ? 'nobody was taught' : `${yearGroup.label} was not taught`,
          tables: yearGroup === undefined ? wholeSchool(grid) : [ofYearGroup(grid, yearGroup)],
        },
      };
    },
  });

interface Table {
  readonly caption: string;
  readonly first: string;
  readonly columns: readonly { readonly text: string; readonly href: string | undefined }[];
  readonly rows: readonly {
    readonly text: string;
    readonly cells: readonly { readonly count: number; readonly href: string }[];
  }[];
}

function wholeSchool(grid: CoverageGrid): readonly Table[] {
  const columns = grid.yearGroups.map(({ code, label }) => ({
    text: label,
    href: `${ADDRESS}?year=${String(grid.year)}&for=${code}`,
  }));
  return [
    {
      caption: 'Lessons in each half term',
      first: 'Half term',
      columns,
      rows: grid.halfTerms.map(({ code: halfTerm, label }) => ({
        text: label,
        cells: grid.yearGroups.map(({ code: yearGroup }) => cellOf(grid, { yearGroup, halfTerm })),
      })),
    },
    {
      caption: 'Lessons on each topic',
      first: 'Topic',
      columns,
      rows: grid.topics.map(({ code: topic, label }) => ({
        text: label,
        cells: grid.yearGroups.map(({ code: yearGroup }) => cellOf(grid, { yearGroup, topic })),
      })),
    },
  ];
}

function ofYearGroup(grid: CoverageGrid, { code: yearGroup, label }: Option): Table {
  return {
    caption: `${label}: lessons on each topic in each half term`,
    first: 'Topic',
    columns: grid.halfTerms.map((halfTerm) => ({ text: halfTerm.label, href: undefined })),
    rows: grid.topics.map(({ code: topic, label: text }) => ({
      text,
      cells: grid.halfTerms.map(({ code: halfTerm }) => cellOf(grid, { yearGroup, topic, halfTerm })),
    })),
  };
}

/** A number, and the list of the lessons behind it. */
function cellOf(grid: CoverageGrid, what: Parameters<CoverageGrid['lessons']>[0]) {
  const asked = new URLSearchParams({ ...daysOfYear(grid.year) });
  if (what.yearGroup !== undefined) asked.set(formName('year-groups'), what.yearGroup);
  if (what.halfTerm !== undefined) asked.set(formName('half-term'), what.halfTerm);
  if (what.topic !== undefined) asked.set(formName('topics'), what.topic);
  return { count: grid.lessons(what), href: `${BASE}?${asked.toString()}` };
}

/** Topics that were not taught, to the year group or to any; undefined when there are none. */
function missingWords(grid: CoverageGrid, only: { readonly yearGroup?: string }): string | undefined {
  const missing = grid.topics.filter(({ code: topic }) => grid.lessons({ ...only, topic }) === 0);
  if (missing.length === 0) return undefined;
  return missing.map(({ label }) => label).join('; ');
}
