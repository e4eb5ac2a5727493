/** Header fields as k6 shows them: an object by canonical name. Not the wire's: the host hands out names in lower case. */

/** A name as Go, and so k6, writes it: `content-type` is `Content-Type`. */
export function canonical(name: string): string {
  return name.replace(/(^|-)([a-z])/g, (_all, dash: string, letter: string) => dash + letter.toUpperCase());
}

/** Fields by canonical name; the values of one that comes several times are joined by `, `. */
export function byName(fields: readonly { name: string; value: string }[]): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const { name, value } of fields) {
    const key = canonical(name);
    const before = headers[key];
    headers[key] = before === undefined ? value : `${before}, ${value}`;
  }
  return headers;
}

/** A cookie that a response sets, with the attributes that k6 shows. */
export interface Cookie {
  name: string;
  value: string;
  domain: string;
  path: string;
  expires: number;
  max_age: number;
  http_only: boolean;
  secure: boolean;
}

/** The cookies that a response sets, by name (RFC 6265, section 5.2). `expires` is in milliseconds since 1970. */
export function cookies(fields: readonly { name: string; value: string }[]): Record<string, Cookie[]> {
  const found: Record<string, Cookie[]> = {};
  for (const { name, value } of fields) {
    if (name.toLowerCase() !== "set-cookie") continue;
    const cookie = parseCookie(value);
    if (cookie !== undefined) (found[cookie.name] ??= []).push(cookie);
  }
  return found;
}

function parseCookie(line: string): Cookie | undefined {
  const [first = "", ...attributes] = line.split(";");
  const [name, value] = halves(first);
  if (name === "" || value === undefined) return undefined;
  const cookie: Cookie = { name, value, domain: "", path: "", expires: 0, max_age: 0, http_only: false, secure: false };
  for (const attribute of attributes) {
    const [key, setting = ""] = halves(attribute);
    switch (key.toLowerCase()) {
      case "domain":
        cookie.domain = setting.replace(/^\./, "").toLowerCase();
        break;
      case "path":
        cookie.path = setting;
        break;
      case "expires":
        cookie.expires = Date.parse(setting) || 0;
        break;
      case "max-age":
        cookie.max_age = Number.parseInt(setting, 10) || 0;
        break;
      case "httponly":
        cookie.http_only = true;
        break;
      case "secure":
        cookie.secure = true;
        break;
    }
  }
  return cookie;
}

function halves(text: string): [string, string | undefined] {
  const at = text.indexOf("=");
  return at < 0 ? [text.trim(), undefined] : [text.slice(0, at).trim(), text.slice(at + 1).trim()];
}
