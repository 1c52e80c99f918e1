/** What proves who we are: a password, its digest hash (`ha1`, RFC 8760 §2), or a bearer token (RFC 8898). */
export type Credentials =
  | { readonly username: string; readonly password: string; readonly realm?: string }
  | {
      readonly username: string;
      readonly ha1: string;
      readonly realm: string;
      readonly algorithm?: 'MD5' | 'SHA-256';
    }
  | {
      readonly token: string;
      /** When it stops to work, epoch milliseconds: others are asked for before that. */
      readonly expires?: number;
    };

/** Credentials, or where to get them: asked when they are needed, before they expire and after a refusal; held in memory only and only while they work. */
export type CredentialsSource = Credentials | (() => Promise<Credentials>);
