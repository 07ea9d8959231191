/*
 * The story of story.test.ts, unchanged, with Caddy and TLS in front of the web app (docs/technicians/examples/Caddyfile): the pupil's sign-in at the gate
 * leads over to https and back to the gate's plain http, through the filter's own proxy, as in a classroom.
 */
process.env['SCHOOLGATE_TEST_FRONT'] = 'caddy';
await import('./story.test.ts');
