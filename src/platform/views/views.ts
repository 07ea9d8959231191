import { fileURLToPath } from 'node:url';
import nunjucks from 'nunjucks';
import { barChart, type BarChart } from './chart.ts';
import { datePart, type DatePart } from './date-parts.ts';
import {
  formatAgo,
  formatDate,
  formatDateTime,
  formatNumber,
  formatPlural,
  formatTime,
  type Moment,
} from './format.ts';
import { statusTagOf } from './status.ts';

/** A message beside a field and in the summary. `field` is the field's name; '' for a message about the whole form. */
export interface FieldError {
  field: string;
  message: string;
}

/** All that a page shows. Nothing sensitive belongs in `title`: it stands in browser histories and window lists. */
export interface PageModel {
  title: string;
  school: string | undefined;
  person: { name: string; role: string } | undefined;
  navigation: readonly { text: string; href: string; active: boolean }[];
  csrf: string;
  back?: { href: string; text: string };
  breadcrumbs?: readonly { text: string; href?: string }[];
  /** What was just done, said once after an action: "The concern is logged." */
  notice?: string;
  /** Why nothing was done, said once after a button that failed as expected. */
  problem?: string;
  errors: readonly FieldError[];
  /** What was typed, by field name, so that a refused form comes back filled in. */
  values: Readonly<Record<string, unknown>>;
  data: Readonly<Record<string, unknown>>;
}

/** Renders pages. Made once at start. */
export interface Views {
  /**
   * The HTML of one page. `template` is a path below `src`, such as `modules/incidents/pages/report/page.njk`.
   * Throws when the template is missing or breaks; the message may hold file paths, so it is for the log only.
   */
  render(template: string, page: PageModel): string;
}

const SOURCE = fileURLToPath(new URL('../../', import.meta.url));
const MODULES = fileURLToPath(new URL('../../../node_modules/', import.meta.url));

/**
 * Builds the one template environment: autoescape on, templates compiled once and kept. `demo` puts the striped
 * demonstration bar on every page, on screen and in print.
 */
export function makeViews(options: { demo: boolean }): Views {
  const loader = new nunjucks.FileSystemLoader([
    SOURCE,
    `${MODULES}govuk-frontend/dist`,
    `${MODULES}@ministryofjustice/frontend`,
  ]);
  const environment = new nunjucks.Environment(loader, { autoescape: true, throwOnUndefined: false });

  environment.addFilter('date', (value: Moment) => formatDate(value));
  environment.addFilter('time', (value: Moment) => formatTime(value));
  environment.addFilter('dateTime', (value: Moment) => formatDateTime(value));
  environment.addFilter('ago', (value: Moment, now: Moment) => formatAgo(value, now));
  environment.addFilter('plural', (count: number, one: string, many?: string) => formatPlural(count, one, many));
  environment.addFilter('number', (value: number) => formatNumber(value));
  environment.addFilter('statusTag', (kind: string) => statusTagOf(kind));
  environment.addFilter('errorFor', (errors: readonly FieldError[] | undefined, name: string) =>
    errorFor(errors, name),
  );
  environment.addFilter('datePart', (values: Readonly<Record<string, unknown>>, name: string, part: DatePart) =>
    datePart(values, name, part),
  );
  environment.addFilter('barChart', (chart: BarChart) => new nunjucks.runtime.SafeString(barChart(chart)));

  return {
    render(template, page) {
      return environment.render(template, {
        ...page,
        demo: options.demo,
        form: { errors: page.errors, values: page.values },
        errorList: page.errors.map(({ field, message }) =>
          field === '' ? { text: message } : { text: message, href: `#${anchorOf(field)}` },
        ),
      });
    },
  };
}

/** The message of a field as GOV.UK components take it; a date's parts (when-day) count as the date (when). */
function errorFor(errors: readonly FieldError[] | undefined, name: string): { text: string } | undefined {
  const found = errors?.find(({ field }) => field === name || anchorOf(field) === name);
  return found === undefined ? undefined : { text: found.message };
}

// The first box of a date carries the date's own id, so a summary link always lands where typing starts.
function anchorOf(field: string): string {
  return field.replace(/-(?:day|month|year)$/, '');
}
