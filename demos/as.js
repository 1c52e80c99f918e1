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
for (const link of document.querySelectorAll('a[data-second-window]')) {
  link.href = `?as=${colleague}`;
  link.textContent = `Open ${names[colleague].split(' ')[0]}’s window`;
}
// Nobody calls themselves: their own row says so instead.
for (const button of document.querySelectorAll(`cadran-dial-button[target="${me}"]`)) {
  button.replaceWith('That is you');
}
