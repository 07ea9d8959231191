import type { PageContext, ViewModel } from '../../../../platform/http/pages.ts';
import { yearGroups } from '../../../school/index.ts';
import type { CsvRecord } from '../../roster/read-csv.ts';
import { aboutLabels, abouts } from '../../roster/formats/fields.ts';
import { MOST_WORDS, offeredFields, wordsOf, type Mapping } from '../../roster/formats/mapping.ts';

/** So many different values of a column are shown, each cut to this length. */
const SAMPLES = 3;
const SAMPLE_LENGTH = 40;

/** What the page of the columns shows: each heading with samples and what it is, then the words of years and classes. */
export function columnsView(
  answer: {
    id: string;
    file: string;
    header: readonly string[];
    body: readonly CsvRecord[];
    rows: number;
    refusals: readonly { line: number; reason: string; cure: string }[];
    mapping: Mapping;
    isRemembered: boolean;
  },
  { url }: PageContext,
): ViewModel {
  const { header, body, mapping } = answer;
  const values: Record<string, string> = { about: mapping.about, days: mapping.days };
  const years = wordsOf(mapping.columns, body, 'year').slice(0, MOST_WORDS);
  const classes = wordsOf(mapping.columns, body, 'class').slice(0, MOST_WORDS);
  for (const [at, code] of mapping.columns.entries()) values[`column${String(at)}`] = code;
  for (const [at, word] of years.entries()) {
    const year = mapping.years[word];
    values[`year${String(at)}`] = year === '' ? 'skip' : (year ?? '');
  }
  for (const [at, word] of classes.entries()) values[`class${String(at)}`] = mapping.classes[word] ?? word;
  return {
    title: 'What the columns mean',
    back: { href: '/people/import', text: 'Bring another roster' },
    values,
    data: {
      action: url.pathname,
      file: answer.file,
      rows: answer.rows,
      refusals: answer.refusals,
      isRemembered: answer.isRemembered,
      abouts: abouts.map((value) => ({ value, text: aboutLabels[value] })),
      orders: [
        { value: 'day-first', text: 'Day first, such as 03/09/2018' },
        { value: 'month-first', text: 'Month first, such as 09/03/2018' },
      ],
      fields: offeredFields(mapping.about),
      columns: header.map((heading, at) => ({
        name: `column${String(at)}`,
        heading: heading === '' ? `Column ${String(at + 1)}` : heading,
        samples: samplesOf(body, at).join(', '),
      })),
      years: years.map((word, at) => ({ at, word })),
      yearItems: [
        ...yearGroups.map((year) => ({ value: year.code, text: year.label })),
        { value: 'skip', text: 'Not a year of this school: leave these pupils out' },
      ],
      classes: classes.map((word, at) => ({ at, word })),
    },
  };
}

function samplesOf(body: readonly CsvRecord[], at: number): readonly string[] {
  const found = new Set<string>();
  for (const row of body) {
    const value = row.fields[at] ?? '';
    if (value !== '') found.add(value.length > SAMPLE_LENGTH ? `${value.slice(0, SAMPLE_LENGTH)}…` : value);
    if (found.size === SAMPLES) break;
  }
  return [...found];
}
