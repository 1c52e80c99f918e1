/** The people of the demo, as the switchboard knows them. Each has the password `secret`. */
export const domain = 'cadran.test';

export const people = {
  alice: 'Alice Martin',
  bob: 'Bob Durand',
  carol: 'Carol Nguyen',
  dave: 'Dave Okafor',
};

export const users = Object.fromEntries(Object.keys(people).map((name) => [name, 'secret']));

/** The configuration a `<cadran-phone config="...">` asks its own site for. */
export function phoneConfig(name, origin) {
  if (!Object.hasOwn(people, name)) return undefined;
  return {
    servers: [`${origin.replace(/^http/, 'ws')}/sip`],
    uri: `sip:${name}@${domain}`,
    displayName: people[name],
    credentials: { username: name, password: users[name] },
    iceServers: [],
  };
}
