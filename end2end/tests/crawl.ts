// Finds one page of every kind that can be reached from where one begins.
import type { Page } from "@playwright/test";
import { route } from "./routes";

/** Opens these paths, then one page of each kind that a link leads to, and calls `visit` on each. Gives the kinds. */
export async function crawl(
  page: Page,
  open: (path: string) => Promise<unknown>,
  visit: (path: string) => Promise<void>,
  from = ["/"],
  wanted: (kind: string) => boolean = () => true,
): Promise<string[]> {
  const waiting = [...from];
  // One of each kind is enough: /e/one and /e/two are one kind.
  const kinds = new Set(from.map((path) => route(new URL(path, "http://host").pathname)));
  for (let path = waiting.shift(); path; path = waiting.shift()) {
    await open(path);
    for (const next of await links(page)) {
      const kind = route(next);
      if (!kind || kinds.has(kind) || !wanted(kind)) continue;
      kinds.add(kind);
      waiting.push(next);
    }
    await visit(path);
  }
  return [...kinds].filter((kind) => kind !== undefined);
}

/** Where the page's links lead inside the site: paths only. */
export async function links(page: Page): Promise<string[]> {
  const all = await page.locator("a[href^='/']:not([download])").evaluateAll((all) => all.map((a) => a.getAttribute("href") ?? "/"));
  return [...new Set(all.map((href) => new URL(href, "http://host").pathname))];
}
