// Somebody without a browser: keeps cookies, sends forms to their own page as a browser without JavaScript does.
import type { Site } from "./server";

export class Person {
  private readonly cookies = new Map<string, string>();

  constructor(private site: Site) {}

  /** Goes on at another server with the same data: cookies are still good. */
  moveTo(site: Site) {
    this.site = site;
  }

  async get(path: string): Promise<string> {
    const answer = await fetch(this.site.url + path, { headers: this.headers(), redirect: "manual" });
    this.keep(answer);
    if (answer.status !== 200) throw new Error(`${path}: ${answer.status}`);
    return answer.text();
  }

  /** Sends a form; gives the path of the page that comes of it. */
  async send(page: string, fn: string, fields: Record<string, string>): Promise<string> {
    const body = new URLSearchParams({ __fn: fn, ...fields });
    const answer = await fetch(this.site.url + page, { method: "POST", body, headers: this.headers(), redirect: "manual" });
    this.keep(answer);
    if (answer.status !== 303) throw new Error(`${fn}: ${answer.status}\n${await answer.text()}`);
    return answer.headers.get("location") ?? "";
  }

  private headers(): HeadersInit {
    return { cookie: [...this.cookies].map(([name, value]) => `${name}=${value}`).join("; "), "accept-language": "en" };
  }

  private keep(answer: Response) {
    for (const line of answer.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (name) this.cookies.set(name, value);
    }
  }
}
