/**
 * Reporter for `node --test`: one line for each test that was skipped or marked as a plan, and nothing else.
 * @param {AsyncIterable<{ type: string, data: { name: string, file?: string, skip?: string | boolean, todo?: string | boolean } }>} source
 */
export default async function* skippedTests(source) {
  for await (const { type, data } of source) {
    if (type !== 'test:pass' && type !== 'test:fail') continue;
    const why = data.skip ?? data.todo;
    if (why === undefined || why === false) continue;
    yield `${data.file ?? ''}: ${data.name}${typeof why === 'string' && why !== '' ? ` (${why})` : ''}\n`;
  }
}
