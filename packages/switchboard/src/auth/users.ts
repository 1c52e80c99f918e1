/** Somebody who may register. */
export interface User {
  readonly name: string;
  readonly password: string;
  readonly displayName: string | undefined;
}

/** Users as they are given to `createSwitchboard`: a password, or a password and a name to show. */
export type UserOptions = Readonly<
  Record<string, string | { readonly password: string; readonly displayName?: string }>
>;

/** Users by name. */
export type Users = ReadonlyMap<string, User>;

/** The four people of every example. */
export const defaultUsers: UserOptions = {
  alice: { password: 'secret', displayName: 'Alice' },
  bob: { password: 'secret', displayName: 'Bob' },
  carol: { password: 'secret', displayName: 'Carol' },
  dave: { password: 'secret', displayName: 'Dave' },
};

export function usersFrom(options: UserOptions): Users {
  return new Map(
    Object.entries(options).map(([name, given]) => {
      const { password, displayName } =
        typeof given === 'string' ? { password: given, displayName: undefined } : given;
      return [name, { name, password, displayName }];
    }),
  );
}
