export interface TabMarker {
  read(): string | undefined;
  write(name: string): void;
  remove(): void;
}

/** Where a tab remembers the name of its vault over a reload. Storage that is blocked throws at every touch. */
export function tabMarker(account: string): TabMarker {
  const key = `cadran-calls ${account}`;
  return {
    read: () => guarded(() => sessionStorage.getItem(key)) ?? undefined,
    write: (name: string) => guarded(() => sessionStorage.setItem(key, name)),
    remove: () => guarded(() => sessionStorage.removeItem(key)),
  };
}

function guarded<Result>(touch: () => Result): Result | undefined {
  try {
    return touch();
  } catch {
    return undefined;
  }
}
