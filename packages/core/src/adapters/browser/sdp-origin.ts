interface Origin {
  readonly user: string;
  readonly session: string;
  readonly version: number;
  readonly address: string;
}

/**
 * Keeps the `o=` line of our descriptions one session that counts up by one (RFC 3264 §8) while a call lives on several
 * peer connections, each of which begins a session of its own, and through offers that never left the page.
 */
export class SdpOrigin {
  #last: Origin | undefined;

  stamp(sdp: string): string {
    const origin = readOrigin(sdp);
    if (!origin) return sdp;
    const { user, session, version } = this.#last ?? { ...origin, version: origin.version - 1 };
    this.#last = { ...origin, user, session, version: version + 1 };
    return sdp.replace(originLine, () => `o=${user} ${session} ${version + 1} ${origin.address}`);
  }
}

const originLine = /^o=(\S+) (\S+) (\d+) (.*)$/m;

function readOrigin(sdp: string): Origin | undefined {
  const [, user, session, version, address] = originLine.exec(sdp) ?? [];
  if (!user || !session || !version || !address) return undefined;
  return { user, session, version: Number(version), address };
}
