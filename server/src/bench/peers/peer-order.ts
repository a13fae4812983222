/** Client credentials that a server under load knows. */
export type BenchClient = { clientId: string; clientSecret: string };

/** What a peer is to serve: every one the same. */
export type PeerOrder = {
  clients: BenchClient[];
  /** The API that tokens are for. */
  audience: string;
  roles: string[];
  ttlSeconds: number;
  /** What Keyturn's own answer says in its head, but for what Node adds; the floor says the same. */
  headers: Record<string, string>;
};

/** What a peer says once it listens. */
export type PeerAddress = { url: string; tokenPath: string; jwksPath: string };
