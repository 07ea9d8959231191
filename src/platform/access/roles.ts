/**
 * The roles that access speaks of (docs/reference/permissions.md). A person holds each from a date, and until one where it ends;
 * it counts on those dates only, so that absence cover counts while it lasts.
 */
export const roles = [
  'pupil',
  'parent',
  'staff',
  'lead',
  'dsl',
  'deputy-dsl',
  'head',
  'deputy-head',
  'technician',
  'office',
  'governor',
  'chair',
  'vice-chair',
] as const;

export type Role = (typeof roles)[number];

/** As people see them. */
export const roleLabels: Readonly<Record<Role, string>> = {
  pupil: 'Pupil',
  parent: 'Parent or carer',
  staff: 'Staff',
  lead: 'Online-safety lead',
  dsl: 'Designated safeguarding lead',
  'deputy-dsl': 'Deputy designated safeguarding lead',
  head: 'Headteacher',
  'deputy-head': 'Deputy headteacher',
  technician: 'IT support',
  office: 'Office',
  governor: 'Governor for filtering and monitoring',
  chair: 'Chair of governors',
  'vice-chair': 'Vice-chair of governors',
};

/** Everybody who works in the school: what roles.md calls "staff" when it lists what any of them may do. */
export const staffRoles: readonly Role[] = [
  'staff',
  'lead',
  'dsl',
  'deputy-dsl',
  'head',
  'deputy-head',
  'technician',
  'office',
];
