import type { PublicRoute } from './public-routes.ts';

/**
 * One delivered part of Schoolgate and how it finds out whether it is ready. Anybody inside the school may read `detail`: it names no person, file or
 * address, and quotes no error.
 */
export interface HealthCheck {
  readonly part: string;
  readonly check: () => Promise<{ readonly ready: boolean; readonly detail: string }>;
}

/** What `GET /healthz` answers: 200 when every part is ready, 503 otherwise; each part's state as JSON. Holds no records. */
export async function healthAnswer(checks: readonly HealthCheck[]) {
  const parts: Record<string, { ready: boolean; detail: string }> = {};
  for (const { part, check } of checks) {
    // What a library says of its failure may hold a path, an address or an account's name: no stranger is told it.
    parts[part] = await check().catch(() => ({ ready: false, detail: 'the check itself failed' }));
  }
  const ready = Object.values(parts).every((state) => state.ready);
  return { status: ready ? 200 : 503, json: { ready, parts } };
}

/** `GET /healthz`, for supervisors and the filter. */
export function healthRoute(checks: readonly HealthCheck[]): PublicRoute {
  return {
    path: '/healthz',
    methods: ['GET'],
    why: 'Says only which parts run; supervisors and the filter ask it without signing in.',
    reach: 'school',
    handle: () => healthAnswer(checks),
  };
}
