/** A node:test reporter: one line of JSON for each row of the fault matrix, as soon as it is known. */
export default async function* rows(source) {
  let fault = '';
  for await (const { type, data } of source) {
    if (type === 'test:start' && data.nesting === 0) fault = /^F\d+/.exec(data.name)?.[0] ?? fault;
    if (type === 'test:diagnostic' && data.message.startsWith('fault ')) {
      yield `${data.message.slice('fault '.length)}\n`;
    }
    if (type !== 'test:fail') continue;
    const { error } = data.details;
    // A suite fails with its tests, which were already told.
    if (error.failureType === 'subtestsFailed') continue;
    const failure = String(error.cause?.message ?? error.message).split('\n')[0];
    // Its row says how long it took.
    if (failure.endsWith('are allowed')) continue;
    yield `${JSON.stringify({ fault, done: data.name, failure })}\n`;
  }
}
