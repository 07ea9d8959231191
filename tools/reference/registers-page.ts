import { declaredRegisters } from '../../src/modules/registers/index.ts';
import type { Field, FieldKind, Grantee, RegisterShape, Rule } from '../../src/modules/registers/shape.ts';
import { postLabel } from '../../src/modules/people/index.ts';
import { areaWords } from '../../src/modules/policy/index.ts';
import { asCode, markdownTable, referencePage, type ReferencePage } from './markdown.ts';

/** Each register that every school has: its columns, who keeps it, and what the policy's settings make of it. */
export function registersPage(): ReferencePage {
  const sections = Object.entries(areaWords).flatMap(([area, label]) => {
    const registers = declaredRegisters.filter((shape) => shape.area === area);
    return registers.length === 0 ? [] : [`## ${label}`, ...registers.map(sectionOf)];
  });
  return referencePage(
    'registers.md',
    'Registers',
    `The ${String(declaredRegisters.length)} registers that every school has, area by area. A column with a clause is named in a policy; the others are ours, so that a rule can be shown to be kept. Sealed columns are unreadable in files and backups, and are not in lists. A school makes registers of its own on the page “Registers”.`,
    ...sections,
  );
}

function sectionOf(shape: RegisterShape): string {
  const parts = [
    `### ${shape.title}`,
    `${asCode(shape.code)}. ${shape.purpose}`,
    ...(shape.warning === undefined ? [] : [`**${shape.warning}**`]),
    markdownTable(
      ['column', 'takes', 'needed', 'sealed', 'clause'],
      [
        ...shape.fields.map((field) => rowOf(field, '')),
        ...(shape.closing?.fields ?? []).map((field) => rowOf(field, ` (${shape.closing?.closed ?? ''})`)),
      ].map((row) => (shape.restricted === true ? row.with(3, 'yes') : row)),
    ),
    linesOf(shape)
      .map((line) => `- ${line}`)
      .join('\n'),
  ];
  return parts.join('\n\n');
}

function rowOf(field: Field, when: string): string[] {
  return [
    `${field.label}${when}`,
    takes(field.kind),
    field.required ? 'yes' : '',
    field.sealed === true ? 'yes' : '',
    asCode(field.clause ?? ''),
  ];
}

const kindWords: Readonly<Record<Exclude<FieldKind['type'], 'number' | 'choice' | 'choices'>, string>> = {
  line: 'a line',
  words: 'text',
  date: 'a day',
  time: 'a time',
  'yes-no': 'yes or no',
  address: 'a web address',
  'e-mail': 'an e-mail address',
  phone: 'a phone number',
  person: 'an adult of the school',
  people: 'adults of the school',
  pupil: 'a pupil',
  pupils: 'pupils',
  class: 'a class',
  'year-group': 'a year group',
  'year-groups': 'year groups',
};

function takes(kind: FieldKind): string {
  switch (kind.type) {
    case 'number':
      return `a number from ${String(kind.from)} to ${String(kind.to)}`;
    case 'choice':
      return `one of: ${kind.options.map(({ label }) => label).join('; ')}`;
    case 'choices':
      return `any of: ${kind.options.map(({ label }) => label).join('; ')}`;
    default:
      return kindWords[kind.type];
  }
}

function linesOf(shape: RegisterShape): readonly string[] {
  const { approval, closing, keep } = shape;
  const years = keep.years === 1 ? '1 year' : `${String(keep.years)} years`;
  return [
    `Added to by: ${who(shape.add)}.`,
    `Read by: ${who(shape.restricted === true ? shape.read : [...new Set<Grantee>([...shape.read, 'head'])])}.`,
    ...(approval === undefined ? [] : [`${approval.question} Decided by: ${decidedBy(approval.by)}.`]),
    ...(closing === undefined ? [] : [`Each entry is “${closing.open}”, then “${closing.closed}”.`]),
    ...(shape.files ? ['Files can be added to an entry.'] : []),
    ...(shape.rules ?? []).map(ruleOf),
    `Kept ${years} from ${counted(shape)}; signed off by: ${postLabel(keep.signedBy)}. ${upper(keep.source)}.`,
    `Shows: ${shape.controls.map(({ code, makesTrue }) => `${asCode(code)} (${makesTrue.replace(/\.$/, '')})`).join('; ')}.`,
  ];
}

function who(grantees: readonly Grantee[]): string {
  return grantees.map((one) => (one === 'staff' ? 'everybody who works here' : postLabel(one))).join(', ');
}

function decidedBy(by: readonly Grantee[] | { readonly setting: string }): string {
  return 'setting' in by ? `whom the setting ${asCode(by.setting)} names` : who(by);
}

function ruleOf({ setting, is, says }: Rule): string {
  return `Where ${asCode(setting)} is ${is.map(asCode).join(' or ')}: ${says}`;
}

function counted({ keep: { from }, ...shape }: RegisterShape): string {
  if (from === 'recorded') return 'the day it was recorded';
  if (from === 'closed') return 'the day it was closed';
  const field = [...shape.fields, ...(shape.closing?.fields ?? [])].find(({ code }) => code === from.field);
  return `the day under “${field?.label ?? from.field}”`;
}

const upper = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
