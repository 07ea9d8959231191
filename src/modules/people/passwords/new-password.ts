import { passwordMatches, passwordProblem } from '../../../platform/auth/passwords.ts';

/** Why a new password cannot take the place of the one there is, as a message for its field; undefined when it can. */
export async function newPasswordProblem(
  password: string,
  now: { readonly hash: string | null | undefined; readonly about: readonly string[] },
): Promise<string | undefined> {
  const problem = passwordProblem(password, now.about);
  if (problem !== undefined) return problem;
  return (await passwordMatches(password, now.hash ?? undefined))
    ? 'Choose another password than the one you have now'
    : undefined;
}
