/** An ICE server as WebRTC names it; declared here so that the core needs no DOM types. */
export interface IceServer {
  readonly urls: string | readonly string[];
  readonly username?: string;
  readonly credential?: string;
}
