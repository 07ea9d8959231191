import { roleLabels, type Role } from '../../../platform/access/roles.ts';
import { givenRoles, mandatoryPosts } from '../words.ts';

/** Posts that carry no rights in Schoolgate (decision 23): what their holders may do comes from the roles they have besides. */
export const plainPosts = [
  'filtering-senior-leader',
  'dpo',
  'computing-lead',
  'senco',
  'family-support-worker',
  'learning-mentor',
  'bursar',
  'clerk',
  'trust-safeguarding-lead',
] as const;
export type PlainPost = (typeof plainPosts)[number];

export const plainPostLabels: Readonly<Record<PlainPost, string>> = {
  'filtering-senior-leader': 'Senior leader for filtering and monitoring',
  dpo: 'Data protection officer',
  'computing-lead': 'Computing lead',
  senco: 'Special educational needs coordinator',
  'family-support-worker': 'Family support worker',
  'learning-mentor': 'Learning mentor',
  bursar: 'Bursar',
  clerk: 'Clerk to the governors',
  'trust-safeguarding-lead': 'Safeguarding lead of the trust',
};

/** Those of them that every school must fill (roles.md, "Mandatory posts"). */
const mandatoryPlain: readonly PlainPost[] = ['filtering-senior-leader', 'dpo'];

/** A post: a role that access speaks of, or one without rights. */
export interface PostKind {
  readonly code: Role | PlainPost;
  readonly label: string;
  readonly mandatory: boolean;
  /** Undefined for a post that is a role. */
  readonly plain: PlainPost | undefined;
}

const rolePost = (role: Role, mandatory: boolean): PostKind => ({
  code: role,
  label: roleLabels[role],
  mandatory,
  plain: undefined,
});
const plainPost = (post: PlainPost): PostKind => ({
  code: post,
  label: plainPostLabels[post],
  mandatory: mandatoryPlain.includes(post),
  plain: post,
});

const mandatoryRoles: readonly Role[] = mandatoryPosts;

/** Every post, the mandatory ones first. "Staff" is none. */
export const postKinds: readonly PostKind[] = [
  ...mandatoryPosts.map((role) => rolePost(role, true)),
  ...mandatoryPlain.map(plainPost),
  ...givenRoles
    .filter((role) => role !== 'staff' && !mandatoryRoles.includes(role))
    .map((role) => rolePost(role, false)),
  ...plainPosts.filter((post) => !mandatoryPlain.includes(post)).map(plainPost),
];

/** How people see a post, by its code; the code itself for one that this version does not know. */
export function postLabel(code: string): string {
  return postKinds.find((kind) => kind.code === code)?.label ?? code;
}
