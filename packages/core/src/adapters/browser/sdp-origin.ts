interface Origin {
  readonly user: string;
  readonly session: string;
  readonly version: number;
  readonly address: string;
}

/**
 * Keeps the session of our descriptions the same while a call lives on several peer connections: the `o=` line must
 * only ever count up (RFC 3264 §8), and each new connection begins a session of its own.
 */
export class SdpOrigin {
  #first: Origin | undefined;
  #version = -1;

  stamp(sdp: string): string {
    const origin = readOrigin(sdp);
    if (!origin) return sdp;
    this.#first ??= origin;
    const { user, session } = this.#first;
    const isFirst = origin.session === session;
    const counts = isFirst && origin.version > this.#version;
    this.#version = counts ? origin.version : this.#version + 1;
    if (counts) return sdp;
    const line = `o=${user} ${session} ${this.#version} ${origin.address}`;
    return sdp.replace(originLine, () => line);
  }
}

const originLine = /^o=(\S+) (\S+) (\d+) (.*)$/m;

function readOrigin(sdp: string): Origin | undefined {
  const [, user, session, version, address] = originLine.exec(sdp) ?? [];
  if (!user || !session || !version || !address) return undefined;
  return { user, session, version: Number(version), address };
}
