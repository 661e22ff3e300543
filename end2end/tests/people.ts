// More people than one: each with a phone of their own, watched for complaints like the first.
import type { BrowserContext, Page } from "@playwright/test";
import { test as base, expect } from "./fixtures";

export { expect };

type Cookies = Awaited<ReturnType<BrowserContext["cookies"]>>;

export interface People {
  /** A new person's phone. */
  person(locale?: string): Promise<Page>;
  /** A phone signed in as one of the demo's people, by address. */
  demo(address: string): Promise<Page>;
  /** Presses what sends a form or follows a link, and waits for the page that comes of it. */
  press(page: Page, name: string | RegExp): Promise<void>;
}

export const test = base.extend<People, { keys: Map<string, Cookies> }>({
  // Who is signed in on a site stays it: trying passwords has its limits, and takes its time.
  keys: [async ({}, use) => use(new Map()), { scope: "worker" }],

  person: async ({ browser, baseURL, javaScriptEnabled, viewport, watch, twins }, use) => {
    const contexts: BrowserContext[] = [];
    await use(async (locale = "en") => {
      const context = await browser.newContext({ baseURL, javaScriptEnabled, viewport, locale, hasTouch: true });
      contexts.push(context);
      const page = await context.newPage();
      watch(page);
      return page;
    });
    if (javaScriptEnabled) await twins.compareAll();
    await Promise.all(contexts.map((context) => context.close()));
  },

  demo: async ({ person, open, ready, site, keys }, use) =>
    use(async (address) => {
      const page = await person();
      const key = `${site.data} ${address}`;
      const known = keys.get(key);
      if (known) {
        await page.context().addCookies(known);
        return page;
      }
      await open("/sign-in", { on: page });
      await page.locator("main input[name=email]").fill(address);
      await page.locator("main input[name=password]").fill(password(site.demo));
      await page.locator("main form .btn.main").click();
      await ready(page);
      await expect(page.locator(".flash.ok")).toBeVisible();
      keys.set(key, await page.context().cookies());
      return page;
    }),

  press: async ({ ready, twins }, use) =>
    use(async (page, name) => {
      await twins.compare(page);
      await page.locator("main").getByRole("button", { name }).filter({ visible: true }).first().click();
      await page.waitForLoadState();
      await ready(page);
    }),
});

/** The password that `popcorn demo` printed for all of its people. */
export function password(printed: string): string {
  const word = /with the password (\S+)/.exec(printed)?.[1];
  if (!word) throw new Error(`the demo printed no password:\n${printed}`);
  return word;
}

/** Wall time `days` from now, as a date field takes it. */
export function wall(days: number, time: string): string {
  return `${new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)}T${time}`;
}
