import { roles, type Role } from '../../platform/access/roles.ts';

/** What a person is to the school. A contact is somebody's parent or carer; an adult holds one or more roles. */
export const personKinds = ['pupil', 'adult', 'contact'] as const;
export type PersonKind = (typeof personKinds)[number];

export const personKindLabels: Readonly<Record<PersonKind, string>> = {
  pupil: 'Pupil',
  adult: 'Adult',
  contact: 'Parent or carer',
};

/** Roles that may be given to an adult by hand. A pupil is a pupil by kind, and a parent by being somebody's contact. */
export const givenRoles = roles.filter((role) => role !== 'pupil' && role !== 'parent');

/** Posts that every school must have filled, as far as this version has a role for them (roles.md, "Mandatory posts"). */
export const mandatoryPosts = [
  'head',
  'dsl',
  'deputy-dsl',
  'lead',
  'governor',
  'technician',
] as const satisfies readonly Role[];

/** The four whose password needs a second key holder to reset (roles.md, "First of all"). */
export const keyPosts: readonly Role[] = ['head', 'dsl', 'deputy-dsl', 'chair'];

/** How somebody belongs to a class. */
export const classParts = ['pupil', 'teacher'] as const;
export type ClassPart = (typeof classParts)[number];

/** What a contact is to a pupil. */
export const relations = ['parent', 'guardian', 'relative', 'carer'] as const;
export type Relation = (typeof relations)[number];

export const relationLabels: Readonly<Record<Relation, string>> = {
  parent: 'Parent',
  guardian: 'Guardian',
  relative: 'Relative',
  carer: 'Carer',
};
