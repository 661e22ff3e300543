// The addresses of the site, read from where the application lists them: a page that is new there is looked for here.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const SOURCE = fileURLToPath(new URL("../../app/src/routes.rs", import.meta.url));

/** The patterns of all pages, such as `/e/:slug`. */
export const ROUTES = [...readFileSync(SOURCE, "utf8").matchAll(/path!\("([^"]+)"\)/g)].map((match) => match[1]);

/** The pattern that answers a path; those written out come before those with a name in them. */
export function route(path: string): string | undefined {
  const fits = ROUTES.filter((pattern) => new RegExp(`^${pattern.replace(/:\w+/g, "[^/]+")}$`).test(path));
  return fits.sort((a, b) => a.split(":").length - b.split(":").length)[0];
}
