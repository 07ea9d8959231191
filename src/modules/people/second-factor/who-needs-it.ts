import type { Role } from '../../../platform/access/roles.ts';

/**
 * Whose sign-in needs a second step (roles.md, "First of all"; issue "Sign-in in full"): those who read casework, decide about the filter,
 * or run the machine. Everybody else who works here may have one.
 */
export const rolesWithSecondStep: readonly Role[] = [
  'head',
  'deputy-head',
  'dsl',
  'deputy-dsl',
  'lead',
  'technician',
  'chair',
  'vice-chair',
];

/** True when somebody with these roles must give a second step. */
export function needsSecondStep(roles: Iterable<Role>): boolean {
  return [...roles].some((role) => rolesWithSecondStep.includes(role));
}
