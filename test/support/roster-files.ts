/** A OneRoster folder of so many rows all told: half people (of ten, eight pupils, a parent and a teacher), half enrolments. */
export function rosterOfRows(rows: number): Readonly<Record<'users.csv' | 'classes.csv' | 'enrollments.csv', string>> {
  const people = Math.floor(rows / 2);
  const users = ['sourcedId,role,givenName,familyName,email,grades,agentSourcedIds'];
  const enrollments = ['userSourcedId,classSourcedId,role'];
  for (let n = 0; n < people; n++) {
    const id = `x${String(n)}`;
    const of = n % 10;
    const role = of === 8 ? 'parent' : of === 9 ? 'teacher' : 'student';
    const email = role === 'student' ? '' : `${id}@school.example`;
    const parent = role === 'student' && of < 2 && n + 8 < people ? `x${String(n - of + 8)}` : '';
    users.push(
      `${id},${role},Given${String(n)},Family${String(n % 997)},${email},${role === 'student' ? String((n % 6) + 1) : ''},${parent}`,
    );
    if (role !== 'parent') enrollments.push(`${id},k${String(n % 40)},${role}`);
    if (role === 'student') enrollments.push(`${id},k${String(40 + (n % 5))},student`);
  }
  const classes = ['sourcedId,title', ...Array.from({ length: 45 }, (_, n) => `k${String(n)},Class ${String(n)}`)];
  return {
    'users.csv': users.join('\n'),
    'classes.csv': classes.join('\n'),
    'enrollments.csv': enrollments.slice(0, rows - people + 1).join('\n'),
  };
}
