/**
 * The parser behind `URL`: the WHATWG URL standard, section 4.4, for URLs as load tests use them. Names of hosts beyond ASCII
 * are refused (they need tables that are larger than this SDK); everything else of `http`, `https`, `ws`, `wss` and `ftp` is
 * there, and opaque URLs such as `mailto:` are kept as they are.
 */

/** The parts of a URL. */
export interface Parts {
  scheme: string;
  username: string;
  password: string;
  host: string;
  port: string;
  path: string;
  query: string | undefined;
  fragment: string | undefined;
  /** Whether there is an authority: `//`. */
  authority: boolean;
}

/** The default ports of the schemes that the standard calls special. */
export const PORTS: Record<string, string> = { http: "80", https: "443", ws: "80", wss: "443", ftp: "21" };

const SCHEME = /^([a-z][a-z0-9+.-]*):/i;

/** Characters that are escaped in a part, beside controls and all beyond ASCII. */
const SETS = {
  user: /[\s"#<>?`{}/:;=@[\\\]^|']/,
  path: /[\s"#<>?`{}^]/,
  query: /[\s"#<>']/,
  fragment: /[\s"<>`]/,
  opaque: /(?!)/,
};

/** Escapes what a part may not hold. Escapes that are there stay. */
export function escape(text: string, part: keyof typeof SETS): string {
  let escaped = "";
  for (const character of text.toWellFormed()) {
    const code = character.codePointAt(0) ?? 0;
    escaped += code < 0x20 || code > 0x7e || SETS[part].test(character) ? bytes(character) : character;
  }
  return escaped;
}

/** As `encodeURIComponent`, which leaves some characters of ASCII as they are. */
function bytes(character: string): string {
  const encoded = encodeURIComponent(character);
  return encoded === character ? `%${character.charCodeAt(0).toString(16).toUpperCase()}` : encoded;
}

/** The parts of a URL, relative to a base if there is one. */
export function parse(input: string, base: Parts | undefined): Parts {
  const text = input.replace(/^[\u0000-\u0020]+|[\u0000-\u0020]+$/g, "").replace(/[\t\n\r]/g, "");
  const scheme = SCHEME.exec(text)?.[1]?.toLowerCase();
  if (scheme !== undefined) {
    const rest = text.slice(scheme.length + 1);
    // `http:path` with a base of the same scheme is relative, by the standard.
    if (!(scheme in PORTS && base?.scheme === scheme && !/^[/\\]{2}/.test(rest))) return absolute(scheme, rest);
    return relative(rest, base);
  }
  if (base === undefined) throw invalid(input);
  return relative(text, base);
}

function invalid(input: string, why = "it is not absolute, and there is no base"): TypeError {
  return new TypeError(`invalid URL ${JSON.stringify(input)}: ${why}`);
}

/** Cuts off the fragment and the query. */
function tail(text: string): { rest: string; query: string | undefined; fragment: string | undefined } {
  const hash = text.indexOf("#");
  const fragment = hash < 0 ? undefined : escape(text.slice(hash + 1), "fragment");
  const before = hash < 0 ? text : text.slice(0, hash);
  const mark = before.indexOf("?");
  return mark < 0
    ? { rest: before, query: undefined, fragment }
    : { rest: before.slice(0, mark), query: escape(before.slice(mark + 1), "query"), fragment };
}

function absolute(scheme: string, text: string): Parts {
  const special = scheme in PORTS;
  const { rest, query, fragment } = tail(text);
  const none = { scheme, username: "", password: "", host: "", port: "", query, fragment };
  if (!special && !rest.startsWith("//")) {
    return { ...none, path: rest.startsWith("/") ? dots("", rest) : escape(rest, "opaque"), authority: false };
  }
  const slashed = special ? rest.replace(/\\/g, "/").replace(/^\/*/, "") : rest.slice(2);
  const slash = slashed.indexOf("/");
  const authority = slash < 0 ? slashed : slashed.slice(0, slash);
  const path = slash < 0 ? "" : slashed.slice(slash);
  return { ...none, ...readAuthority(authority, scheme), path: path === "" && !special ? "" : dots("/", path), authority: true };
}

function readAuthority(authority: string, scheme: string): Pick<Parts, "username" | "password" | "host" | "port"> {
  const at = authority.lastIndexOf("@");
  const [user = "", ...password] = (at < 0 ? "" : authority.slice(0, at)).split(":");
  const found = /^(\[[^\]]*\]|[^:]*)(?::(\d*))?$/.exec(authority.slice(at + 1));
  if (found === null) throw invalid(authority, "its port is not a number");
  const host = readHost(found[1] ?? "", scheme);
  const port = found[2] === undefined || found[2] === "" ? "" : String(Number(found[2]));
  if (Number(port) > 65_535) throw invalid(authority, "its port is larger than 65535");
  return {
    username: escape(user, "user"),
    password: escape(password.join(":"), "user"),
    host,
    port: port === PORTS[scheme] ? "" : port,
  };
}

function readHost(text: string, scheme: string): string {
  if (text.startsWith("[")) {
    if (!/^\[[0-9a-f:.]+\]$/i.test(text)) throw invalid(text, "it is not an IPv6 address");
    return text.toLowerCase();
  }
  if (!(scheme in PORTS)) return escape(text, "fragment");
  if (text === "") throw invalid(text, "it has no host");
  let host: string;
  try {
    host = decodeURIComponent(text).toLowerCase();
  } catch {
    throw invalid(text, "its host is not UTF-8");
  }
  if (/[^\x21-\x7e]/.test(host)) throw invalid(text, "names of hosts beyond ASCII are not supported; write the `xn--` form");
  if (/[#%/:<>?@[\\\]^|]/.test(host)) throw invalid(text, "its host has a character that hosts do not have");
  return host;
}

function relative(text: string, base: Parts): Parts {
  const special = base.scheme in PORTS;
  const slashed = special ? text.replace(/^[^?#]*/, (start) => start.replace(/\\/g, "/")) : text;
  if (slashed.startsWith("//")) return absolute(base.scheme, slashed);
  const { rest, query, fragment } = tail(slashed);
  if (!base.authority && !base.path.startsWith("/") && slashed !== "" && !slashed.startsWith("#")) {
    throw invalid(text, "its base has no path");
  }
  const same = { ...base, fragment };
  if (rest === "") return { ...same, query: slashed.startsWith("?") || query !== undefined ? query : base.query };
  const folder = rest.startsWith("/") ? "/" : base.path.slice(0, base.path.lastIndexOf("/") + 1) || "/";
  return { ...same, path: dots(folder, rest), query };
}

/** A path without `.` and `..`, escaped. */
export function dots(folder: string, path: string): string {
  const segments = `${folder}${folder.endsWith("/") && path.startsWith("/") ? path.slice(1) : path}`.split("/").slice(1);
  const kept: string[] = [];
  segments.forEach((segment, i) => {
    const plain = segment.replace(/%2e/gi, ".");
    const isLast = i === segments.length - 1;
    if (plain === ".." || plain === ".") {
      if (plain === "..") kept.pop();
      if (isLast) kept.push("");
    } else {
      kept.push(escape(segment, "path"));
    }
  });
  return `/${kept.join("/")}`;
}

/** A URL as text. */
export function write(parts: Parts): string {
  const { scheme, username, password, host, port, path, query, fragment, authority } = parts;
  const user = username === "" && password === "" ? "" : `${username}${password === "" ? "" : `:${password}`}@`;
  const where = authority ? `//${user}${host}${port === "" ? "" : `:${port}`}` : "";
  return `${scheme}:${where}${path}${query === undefined ? "" : `?${query}`}${fragment === undefined ? "" : `#${fragment}`}`;
}
