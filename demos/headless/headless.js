import { createPhone } from '/core/index.js';
import { configUrl } from '/as.js';

const phone = createPhone(await (await fetch(configUrl)).json());
const line = document.querySelector('#line');
const list = document.querySelector('#calls');
const form = document.querySelector('#dial');

function button(label, command) {
  const element = document.createElement('button');
  element.className = 'plain-button';
  element.textContent = label;
  element.addEventListener('click', () => command().catch(report));
  return element;
}

function report(error) {
  line.textContent = `That did not work: ${error.code ?? error.message}`;
}

function commands(call) {
  const handle = phone.call(call.id);
  if (call.status === 'ended') return [];
  if (call.direction === 'incoming' && call.status === 'ringing') {
    return [button('Answer', () => handle.answer()), button('Decline', () => handle.decline())];
  }
  const held = call.hold === 'held' || call.hold === 'resuming';
  return [
    button('Hang up', () => handle.hangup()),
    held ? button('Resume', () => handle.resume()) : button('Hold', () => handle.hold()),
    call.muted ? button('Unmute', () => handle.unmute()) : button('Mute', () => handle.mute()),
  ];
}

function draw(state) {
  line.textContent = `${state.account.uri}: ${state.connection.status}, ${state.registration.status}`;
  list.replaceChildren(
    ...state.order.map((id) => {
      const call = state.calls[id];
      const item = document.createElement('li');
      const who = call.remote.displayName ?? call.remote.number ?? call.remote.uri;
      const what = call.ended ? `ended, ${call.ended.reason}` : `${call.status}, hold ${call.hold}`;
      item.append(`${who}: ${what} `, ...commands(call));
      return item;
    }),
  );
}

form.addEventListener('submit', (event) => {
  event.preventDefault();
  phone.dial(new FormData(form).get('target')).catch(report);
});
phone.state.subscribe(draw);
draw(phone.state.get());
