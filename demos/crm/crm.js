// What an integrator writes: links that call, and a log of the calls.
const line = document.querySelector('cadran-phone');
const activity = document.querySelector('#activity');
await customElements.whenDefined('cadran-phone');

document.addEventListener('click', (event) => {
  const link = event.target.closest?.('a[href^="tel:"]');
  if (!link || !line.phone) return;
  event.preventDefault();
  line.phone
    .dial(link.href)
    .catch((error) => note(`Could not call ${link.textContent} (${error.code})`));
});

function note(text) {
  const entry = document.createElement('li');
  const time = document.createElement('time');
  const said = document.createElement('span');
  const now = new Date();
  time.dateTime = now.toISOString();
  time.textContent = now.toLocaleTimeString([], { timeStyle: 'medium' });
  said.textContent = text;
  entry.append(time, said);
  if (activity.dataset.used !== 'yes') activity.replaceChildren();
  activity.dataset.used = 'yes';
  activity.prepend(entry);
}

function describe(call, before) {
  const who = call.remote.displayName ?? call.remote.number ?? call.remote.uri;
  if (!before) return call.direction === 'incoming' ? `${who} is calling` : `Calling ${who}`;
  if (call.status === before.status) return undefined;
  if (call.status === 'active') return `Talking with ${who}`;
  if (call.status !== 'ended') return undefined;
  const seconds = call.activeAt ? Math.round((call.endedAt - call.activeAt) / 1000) : 0;
  return call.activeAt
    ? `Talked with ${who} for ${seconds} s`
    : `No call with ${who}: ${call.ended.reason}`;
}

function watch(phone) {
  phone.state.subscribe((state, previous) => {
    for (const id of state.order) {
      const text = describe(state.calls[id], previous.calls[id]);
      if (text) note(text);
    }
  });
}

if (line.phone) watch(line.phone);
else line.addEventListener('cadran-phone-ready', () => watch(line.phone), { once: true });
