/** One command that was given to a fake port. */
export interface FakeCommand {
  readonly name: string;
  readonly arguments: readonly unknown[];
}

/** What a test decides about the commands of a fake port: each succeeds unless it says otherwise. */
export interface FakeScript {
  readonly commands: readonly FakeCommand[];
  /** The arguments of each command of that name, oldest first. */
  calls(name: string): readonly (readonly unknown[])[];
  /** Makes the next command of that name reject. May be said several times, for as many. */
  failNext(name: string, error: Error): void;
  /** Makes the next command of that name wait until the returned function is called, with an error to make it reject. */
  holdNext(name: string): (error?: Error) => void;
}

export interface ScriptedPort extends FakeScript {
  /** Notes a command, waits or fails as the script says, then does `work`. */
  perform<Result>(name: string, args: readonly unknown[], work: () => Result): Promise<Result>;
  note(name: string, args: readonly unknown[]): void;
}

export function createScript(): ScriptedPort {
  const commands: FakeCommand[] = [];
  const turns = new Map<string, (() => Promise<void>)[]>();

  function plan(name: string, turn: () => Promise<void>): void {
    turns.set(name, [...(turns.get(name) ?? []), turn]);
  }

  const script: ScriptedPort = {
    commands,
    calls: (name) => commands.filter((each) => each.name === name).map((each) => each.arguments),
    note(name, args) {
      commands.push({ name, arguments: args });
    },
    async perform(name, args, work) {
      script.note(name, args);
      const turn = turns.get(name)?.shift();
      if (turn) await turn();
      return work();
    },
    failNext(name, error) {
      plan(name, () => Promise.reject(error));
    },
    holdNext(name) {
      let release: (error?: Error) => void = () => undefined;
      const held = new Promise<void>((resolve, reject) => {
        release = (error) => {
          if (error) reject(error);
          else resolve();
        };
      });
      held.catch(() => undefined);
      plan(name, () => held);
      return release;
    },
  };
  return script;
}

/** The part of a script that a test sees. */
export function scriptOf(script: ScriptedPort): FakeScript {
  return {
    commands: script.commands,
    calls: (name) => script.calls(name),
    failNext: (name, error) => script.failNext(name, error),
    holdNext: (name) => script.holdNext(name),
  };
}
