// Finds one page of every kind that can be reached from the front page.
import type { Page } from "@playwright/test";

/** One of each kind is enough: /e/one and /e/two are one kind. */
const kind = (path: string) => path.split("/").slice(0, 2).join("/");

/** Opens the front page, then one page of each kind that a link leads to, and calls `visit` on each. */
export async function crawl(
  page: Page,
  open: (path: string) => Promise<unknown>,
  visit: (path: string) => Promise<void>,
): Promise<void> {
  const waiting = ["/"];
  const kinds = new Set(["/"]);
  for (let path = waiting.shift(); path; path = waiting.shift()) {
    await open(path);
    const links = await page.locator("a[href^='/']:not([download])").evaluateAll((all) => all.map((a) => a.getAttribute("href")));
    for (const link of links) {
      const { pathname } = new URL(link ?? "/", "http://host");
      if (kinds.has(kind(pathname)) || /\.\w+$/.test(pathname)) continue;
      kinds.add(kind(pathname));
      waiting.push(pathname);
    }
    await visit(path);
  }
}
