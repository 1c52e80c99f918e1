// Who uses this tab: `?as=bob` in the address says so once, the tab remembers it from page to page.
const asked = new URLSearchParams(location.search).get('as');
const known = ['alice', 'bob', 'carol', 'dave'];
if (known.includes(asked)) sessionStorage.setItem('as', asked);

export const me = sessionStorage.getItem('as') ?? 'alice';
export const names = {
  alice: 'Alice Martin',
  bob: 'Bob Durand',
  carol: 'Carol Nguyen',
  dave: 'Dave Okafor',
};
export const colleague = me === 'bob' ? 'alice' : 'bob';
export const configUrl = `/phone/config?as=${me}`;

for (const line of document.querySelectorAll('cadran-phone:not([config])'))
  line.setAttribute('config', configUrl);
for (const place of document.querySelectorAll('[data-me]')) place.textContent = names[me];
for (const place of document.querySelectorAll('[data-colleague]'))
  place.textContent = names[colleague];
const given = names[colleague].split(' ')[0];
for (const place of document.querySelectorAll('[data-colleague-given]')) place.textContent = given;
for (const link of document.querySelectorAll('a[data-second-window]')) {
  link.href = `?as=${colleague}`;
}
for (const button of document.querySelectorAll('cadran-dial-button[data-to-colleague]')) {
  button.setAttribute('target', colleague);
  button.textContent = `Call ${given}`;
}
// Nobody calls themselves: the button goes, and in a table something stands in its place.
for (const button of document.querySelectorAll(`cadran-dial-button[target="${me}"]`)) {
  button.replaceWith(button.parentElement.matches('td') ? 'That is you' : '');
}
