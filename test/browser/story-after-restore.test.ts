/*
 * The story of story.test.ts, with a loss in its middle: after the policy is in force the machine is lost, and everything from the pupil's
 * sign-in on happens in a school restored into an empty place from a backup and the two sheets from the safe.
 */
process.env['SCHOOLGATE_TEST_RESTORE'] = 'halfway';
await import('./story.test.ts');
