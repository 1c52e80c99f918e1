import { createPhone } from '/core/index.js';
import { configUrl } from '/as.js';

const phone = createPhone(await (await fetch(configUrl)).json());
const line = document.querySelector('#line');
const list = document.querySelector('#calls');
const form = document.querySelector('#dial');

function element(name, text) {
  const made = document.createElement(name);
  made.textContent = text;
  return made;
}

function button(label, command) {
  const made = element('button', label);
  made.className = 'plain-button';
  made.addEventListener('click', () => command().catch(report));
  return made;
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

function row(call) {
  const item = document.createElement('li');
  const { displayName, number, uri } = call.remote;
  const standing = [call.status, call.hold !== 'active' && call.hold, call.muted && 'muted'];
  const what = call.ended ? `ended: ${call.ended.reason}` : standing.filter(Boolean).join(', ');
  item.className = 'sheet row';
  item.append(element('strong', displayName ?? number ?? uri), element('span', what));
  item.append(...commands(call));
  return item;
}

function draw(state) {
  line.textContent = `${state.account.uri}: ${state.connection.status}, ${state.registration.status}`;
  const rows = state.order.map((id) => row(state.calls[id]));
  list.replaceChildren(...(rows.length > 0 ? rows : [element('li', 'None yet. Dial one above.')]));
}

form.addEventListener('submit', (event) => {
  event.preventDefault();
  phone.dial(new FormData(form).get('target')).catch(report);
});
phone.state.subscribe(draw);
draw(phone.state.get());
