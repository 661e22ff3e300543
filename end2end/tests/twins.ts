// A page that is reached inside the application is also loaded anew: as the server renders it, and taken over. Both are the
// same page, and the second has nothing to complain about either.
import { expect, type Page } from "@playwright/test";

interface Opener {
  watch(page: Page): void;
  ready(page: Page): Promise<void>;
}

export class Twins {
  /** Addresses that each page reached without a page load, since the last look. */
  private readonly reached = new Map<Page, string[]>();
  private readonly done = new Set<string>();

  constructor(private readonly opener: Opener) {}

  follow(page: Page) {
    this.reached.set(page, []);
    let [loading, here] = ["", ""];
    page.on("request", (request) => {
      if (request.isNavigationRequest() && request.frame() === page.mainFrame()) loading = address(request.url());
    });
    page.on("framenavigated", (frame) => {
      if (frame !== page.mainFrame()) return;
      const at = address(frame.url());
      if (at !== loading && at !== here) this.reached.get(page)?.push(at);
      [loading, here] = ["", at];
    });
  }

  /** Loads what the page reached since the last time; what it shows now must look the same. */
  async compare(page: Page) {
    const reached = new Set(this.reached.get(page)?.splice(0) ?? []);
    if (page.isClosed()) return;
    for (const url of reached) {
      const here = url === address(page.url());
      if (this.done.has(url) && !here) continue;
      this.done.add(url);
      const twin = await page.context().newPage();
      this.opener.watch(twin);
      await twin.goto(url);
      await this.opener.ready(twin);
      if (here && url === address(page.url())) {
        await expect(twin.locator("main h1"), `${url}, loaded anew`).toHaveText(await heading(page));
        await expect(twin, `${url}, loaded anew`).toHaveTitle(await page.title());
      }
      await twin.close();
    }
  }

  async compareAll() {
    for (const page of [...this.reached.keys()]) await this.compare(page);
  }
}

const heading = async (page: Page) => (await page.locator("main h1").textContent()) ?? "";

/** Without what is said once, and without the place on the page. */
function address(url: string): string {
  const at = new URL(url);
  at.searchParams.delete("done");
  at.hash = "";
  return at.href;
}
