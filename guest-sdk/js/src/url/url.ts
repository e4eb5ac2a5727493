/** `URL`, by the WHATWG URL standard, section 6.1; what the parser leaves out stands there. */
import { PORTS, type Parts, dots, escape, parse, write } from "./parse.js";
import { URLSearchParams } from "./search-params.js";

/** A URL, in parts that can be read and set. */
export class URL {
  #parts: Parts;
  #params: URLSearchParams | undefined;

  /**
   * @throws {TypeError} It is not a URL.
   */
  constructor(url: string | URL, base?: string | URL) {
    const under = base === undefined ? undefined : parse(String(base), undefined);
    this.#parts = parse(String(url), under);
  }

  static canParse(url: string | URL, base?: string | URL): boolean {
    return URL.parse(url, base) !== null;
  }

  static parse(url: string | URL, base?: string | URL): URL | null {
    try {
      return new URL(url, base);
    } catch {
      return null;
    }
  }

  get href(): string {
    return write(this.#parts);
  }

  set href(url: string) {
    this.#parts = parse(String(url), undefined);
    this.#params = undefined;
  }

  get origin(): string {
    const { scheme } = this.#parts;
    return scheme in PORTS ? `${scheme}://${this.host}` : "null";
  }

  get protocol(): string {
    return `${this.#parts.scheme}:`;
  }

  set protocol(protocol: string) {
    const scheme = String(protocol).replace(/:.*$/, "").toLowerCase();
    // By the standard, a special scheme changes to a special one only.
    if (/^[a-z][a-z0-9+.-]*$/.test(scheme) && scheme in PORTS === this.#parts.scheme in PORTS) {
      this.#parts.scheme = scheme;
      if (this.#parts.port === PORTS[scheme]) this.#parts.port = "";
    }
  }

  get username(): string {
    return this.#parts.username;
  }

  set username(username: string) {
    this.#parts.username = escape(String(username), "user");
  }

  get password(): string {
    return this.#parts.password;
  }

  set password(password: string) {
    this.#parts.password = escape(String(password), "user");
  }

  get host(): string {
    const { host, port } = this.#parts;
    return port === "" ? host : `${host}:${port}`;
  }

  set host(host: string) {
    this.#setAuthority(String(host));
  }

  get hostname(): string {
    return this.#parts.host;
  }

  set hostname(hostname: string) {
    this.#setAuthority(`${hostname}${this.#parts.port === "" ? "" : `:${this.#parts.port}`}`);
  }

  get port(): string {
    return this.#parts.port;
  }

  set port(port: string) {
    this.#setAuthority(`${this.#parts.host}${String(port) === "" ? "" : `:${port}`}`);
  }

  /** A part that is not valid changes nothing, by the standard. */
  #setAuthority(authority: string): void {
    const other = URL.parse(`${this.#parts.scheme}://${authority}`);
    if (other === null || !this.#parts.authority) return;
    this.#parts.host = other.#parts.host;
    if (authority.replace(/^\[[^\]]*\]/, "").includes(":") || other.#parts.port !== "") this.#parts.port = other.#parts.port;
    else if (!authority.includes(":")) this.#parts.port = "";
  }

  get pathname(): string {
    return this.#parts.path;
  }

  set pathname(path: string) {
    this.#parts.path = dots("/", String(path));
  }

  get search(): string {
    const { query } = this.#parts;
    return query === undefined || query === "" ? "" : `?${query}`;
  }

  set search(search: string) {
    const query = String(search).replace(/^\?/, "");
    this.#parts.query = query === "" ? undefined : escape(query, "query");
    this.#params = undefined;
  }

  /** The names and values of the query. Changing them changes the URL. */
  get searchParams(): URLSearchParams {
    return (this.#params ??= URLSearchParams.of(this.#parts.query ?? "", (query) => {
      this.#parts.query = query === "" ? undefined : query;
    }));
  }

  get hash(): string {
    const { fragment } = this.#parts;
    return fragment === undefined || fragment === "" ? "" : `#${fragment}`;
  }

  set hash(hash: string) {
    const fragment = String(hash).replace(/^#/, "");
    this.#parts.fragment = fragment === "" ? undefined : escape(fragment, "fragment");
  }

  toString(): string {
    return this.href;
  }

  toJSON(): string {
    return this.href;
  }
}
