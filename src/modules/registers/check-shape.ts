import type { z } from 'zod';

import { ownHeadings } from './csv-headings.ts';
import { allFields, dueField } from './entry.ts';
import { formName } from './field-names.ts';
import type { Field, FieldKind, RegisterShape, Shows } from './shape.ts';
import { shapeForm } from './shape-schema.ts';

/** One thing that is wrong with a shape: where, what, and how to cure it. */
export interface ShapeFault {
  /** `fields.2.kind`, `named`. */
  readonly where: string;
  readonly problem: string;
  readonly cure: string;
}

export type CheckedShape =
  { readonly ok: true; readonly shape: RegisterShape } | { readonly ok: false; readonly faults: readonly ShapeFault[] };

/** Addresses below /registers and below a register that are no code of one. */
const reserved: readonly string[] = ['new', 'add', 'import', 'shape', 'print', 'entries'];

/** Checks a shape, whoever wrote it: its form first, then that its parts fit together. Every fault is named with its place and cure. */
export function checkShape(raw: unknown): CheckedShape {
  const read = shapeForm.safeParse(raw);
  if (!read.success) return { ok: false, faults: read.error.issues.map(formFault) };
  const faults = partFaults(read.data);
  return faults.length === 0 ? { ok: true, shape: read.data } : { ok: false, faults };
}

/** The same for a register of the school's own, which counts its own entries only: other registers have readers of their own. */
export function checkOwnShape(raw: unknown): CheckedShape {
  const checked = checkShape(raw);
  if (!checked.ok) return checked;
  const faults = checked.shape.controls.flatMap(({ shows }, at) =>
    shows.kind === 'nothing-overdue' && shows.also !== undefined
      ? [
          {
            where: `controls.${String(at)}.shows.also`,
            problem: 'it looks at other registers',
            cure: 'A register of the school’s own shows what stands in itself: take this part out.',
          },
        ]
      : [],
  );
  return faults.length === 0 ? checked : { ok: false, faults };
}

/** A shape out of our own database. Throws when it is not as we wrote it. */
export function readShape(text: string): RegisterShape {
  const checked = checkOwnShape(JSON.parse(text));
  if (checked.ok) return checked.shape;
  throw new TypeError(`a register's shape in the database is not whole: ${faultWords(checked.faults[0])}`);
}

/** A fault as one sentence or two. */
export function faultWords(fault: ShapeFault | undefined): string {
  return fault === undefined ? '' : `${fault.where}: ${fault.problem}. ${fault.cure}`;
}

function formFault(issue: z.core.$ZodIssue): ShapeFault {
  const where = issue.path.map(String).join('.');
  if (issue.code === 'unrecognized_keys') {
    return {
      where,
      problem: `there is no such part as ${issue.keys.join(', ')}`,
      cure: 'Take it out, or mend its spelling.',
    };
  }
  return {
    where: where === '' ? 'the shape' : where,
    problem: issue.message,
    cure: 'shape.ts says what may stand here.',
  };
}

function partFaults(shape: RegisterShape): readonly ShapeFault[] {
  const faults: ShapeFault[] = [];
  const fault = (where: string, problem: string, cure: string): void => void faults.push({ where, problem, cure });
  const fields = allFields(shape);
  const byCode = new Map(fields.map((field) => [field.code, field]));
  const plain = (field: Field): boolean => field.sealed !== true || shape.restricted === true;

  if (reserved.includes(shape.code)) fault('code', `“${shape.code}” is the address of a page`, 'Take another code.');
  twice(fields.map((field) => field.code)).forEach((code) => {
    fault(
      'fields',
      `two fields are called “${code}”`,
      'Give one of them another code: those of the closing count too.',
    );
  });
  twice([...new Set(fields.map((field) => field.code))].map(formName)).forEach((name) => {
    fault(
      'fields',
      `two fields would both be “${name}” in a form`,
      'Give one of them a code that differs by a letter.',
    );
  });
  const labels = fields.map((field) => field.label.toLowerCase());
  twice(labels).forEach((label) => {
    fault('fields', `two fields read “${label}”`, 'A file tells columns by their labels: change one.');
  });
  const own = Object.values(ownHeadings).find((heading) => labels.includes(heading.toLowerCase()));
  if (own !== undefined)
    fault('fields', `a field reads “${own}”`, 'Files have a column of that name already: change the label.');
  fields.forEach((field, at) => {
    const { kind } = field;
    if ('options' in kind) {
      twice(kind.options.map((one) => one.code)).forEach((code) => {
        fault(
          `fields.${String(at)}.kind.options`,
          `two options of “${field.code}” are called “${code}”`,
          'Give one another code.',
        );
      });
      twice(kind.options.map((one) => one.label.toLowerCase())).forEach((label) => {
        fault(
          `fields.${String(at)}.kind.options`,
          `two options of “${field.code}” read “${label}”`,
          'An import tells them by their labels: change one.',
        );
      });
    }
    if (kind.type === 'number' && kind.from > kind.to) {
      fault(
        `fields.${String(at)}.kind`,
        `“${field.code}” goes from ${String(kind.from)} to ${String(kind.to)}`,
        'Put the smaller number first.',
      );
    }
  });
  if (shape.fields.every((field) => field.retired === true))
    fault('fields', 'every field is retired', 'Leave one that is asked for.');

  const demand = (where: string, code: string, wanted: (kind: FieldKind) => boolean, what: string): void => {
    const field = byCode.get(code);
    if (field === undefined)
      fault(where, `there is no field “${code}”`, `Name one of: ${[...byCode.keys()].join(', ')}.`);
    else if (!wanted(field.kind)) fault(where, `“${code}” is no ${what}`, `Name a field that is a ${what}.`);
  };
  const isDate = (kind: FieldKind): boolean => kind.type === 'date';
  const plainDate = (where: string, code: string): void => {
    demand(where, code, isDate, 'date');
    const field = byCode.get(code);
    if (field !== undefined && !plain(field))
      fault(where, `“${code}” is sealed`, 'A day that lists are sorted by is not sealed.');
  };
  for (const code of shape.named) {
    demand('named', code, () => true, 'field');
    const field = byCode.get(code);
    if (field !== undefined && !plain(field))
      fault('named', `“${code}” is sealed`, 'Name a field that lists may show.');
    if (field !== undefined && !shape.fields.includes(field))
      fault('named', `“${code}” is filled in only at the closing`, 'Name one of the fields of an entry.');
  }
  if (shape.about !== undefined) plainDate('about', shape.about);
  if (shape.due !== undefined) plainDate('due.field', shape.due.field);
  if (typeof shape.keep.from === 'object') plainDate('keep.from.field', shape.keep.from.field);
  if (shape.keep.from === 'closed' && shape.closing === undefined) {
    fault('keep.from', 'entries of this register are not closed', 'Count from recorded, or from a date field.');
  }
  shape.rules?.forEach((rule, at) => {
    const where = `rules.${String(at)}.then`;
    if (rule.then.what === 'needs') for (const code of rule.then.fields) demand(where, code, () => true, 'field');
    if (rule.then.what === 'must') demandValue(where, rule.then.field, rule.then.be);
  });
  function demandValue(where: string, code: string, value: string): void {
    demand(where, code, (kind) => valuesOf(kind) !== undefined, 'choice or yes-no field');
    const values = valuesOf(byCode.get(code)?.kind);
    if (values !== undefined && !values.includes(value))
      fault(where, `“${code}” cannot be “${value}”`, `Take one of: ${values.join(', ')}.`);
  }
  twice(shape.controls.map((control) => control.code)).forEach((code) => {
    fault('controls', `two controls are called “${code}”`, 'Each has its own code.');
  });
  shape.controls.forEach(({ shows }, at) => {
    const where = `controls.${String(at)}.shows`;
    if (shows.kind === 'all-approved' && shape.approval === undefined)
      fault(where, 'nothing is approved in this register', 'Give it an approval, or show something else.');
    if (shows.kind === 'nothing-overdue') demand(where, shows.field, isDate, 'date');
    if (shows.kind === 'nothing-overdue' && dueField(shape) !== shows.field) {
      fault(
        where,
        `the day by which an entry is due is “${dueField(shape) ?? ''}”`,
        'A register has one due day: name the same field.',
      );
    }
    if (['covers', 'each-half-term', 'has', 'each'].includes(shows.kind) && 'field' in shows) {
      const narrowed = 'where' in shows ? shows.where : undefined;
      const looksAt = [shows.field, ...(narrowed === undefined ? [] : [narrowed.field])];
      for (const code of looksAt) {
        if (shape.restricted === true || byCode.get(code)?.sealed === true) {
          fault(
            where,
            `“${code}” is sealed`,
            'Evidence is counted by the database: look at a field that is not sealed.',
          );
        }
      }
    }
    if (shows.kind === 'has') for (const value of [shows.is].flat()) demandValue(where, shows.field, value);
    if (shows.kind === 'each') demandValue(where, shows.field, shows.is);
    if (shows.kind === 'covers' || shows.kind === 'each-half-term') {
      const kinds = coverKinds[shows.kind === 'covers' ? shows.who : 'year-groups'];
      demand(where, shows.field, (kind) => kinds.includes(kind.type), kinds.join(' or '));
    }
    if ((shows.kind === 'covers' || shows.kind === 'each') && shows.where !== undefined)
      demandValue(where, shows.where.field, shows.where.is);
    if (shows.kind === 'in-time') {
      for (const moment of [shows.from, shows.to]) {
        demand(where, moment.date, isDate, 'date');
        if (moment.time !== undefined) demand(where, moment.time, (kind) => kind.type === 'time', 'time');
      }
    }
  });
  return faults;
}

const adults: readonly string[] = ['person', 'people'];
const coverKinds: Readonly<Record<Extract<Shows, { kind: 'covers' }>['who'], readonly string[]>> = {
  staff: adults,
  governors: adults,
  technicians: adults,
  lead: adults,
  dsl: adults,
  'year-groups': ['year-group', 'year-groups'],
  pupils: ['pupil', 'pupils'],
};

function valuesOf(kind: FieldKind | undefined): readonly string[] | undefined {
  if (kind?.type === 'yes-no') return ['yes', 'no'];
  return kind !== undefined && 'options' in kind ? kind.options.map((one) => one.code) : undefined;
}

function twice(texts: readonly string[]): readonly string[] {
  return [...new Set(texts.filter((text, at) => texts.indexOf(text) !== at))];
}
